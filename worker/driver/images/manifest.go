package images

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"github.com/iexecd/iexecd/worker/driver"
)

// maxAnswerBytes is what is read of a registry's answer: the size of a manifest that
// every registry must take.
const maxAnswerBytes = 4 << 20

// maxNameBytes is how long an image's name may be: a repository has at most 255
// characters, and a host's name as many.
const maxNameBytes = 1024

// hexDigits is how long a sha256 digest is.
const hexDigits = 64

// goodRepository is what a registry may call an image.
var goodRepository = regexp.MustCompile(`^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$`)

// badApp returns what every worker finds out alike.
func badApp(format string, args ...any) error {
	return fmt.Errorf("%w: %w", driver.ErrBadApp, fmt.Errorf(format, args...))
}

// parse reads the name of an image, which must be pinned.
func parse(ref string) (name.Digest, error) {
	if len(ref) > maxNameBytes {
		return name.Digest{}, badApp("the image's name has %d bytes, more than %d", len(ref), maxNameBytes)
	}
	base, digest, _ := strings.Cut(ref, "@")
	hex, ok := strings.CutPrefix(digest, "sha256:")
	if !ok || len(hex) != hexDigits || strings.Trim(hex, "0123456789abcdef") != "" {
		return name.Digest{}, badApp("the image %.300q is not pinned; next: name it host/name@sha256:<%d digits>",
			ref, hexDigits)
	}
	if strings.Contains(base[strings.LastIndex(base, "/")+1:], ":") {
		return name.Digest{}, badApp("the image %.300q has a tag beside its digest; next: leave the tag out", ref)
	}
	if _, repository, _ := strings.Cut(base, "/"); !goodRepository.MatchString(repository) {
		return name.Digest{}, badApp("the image %.300q has %.300q after its host; next: use a-z and 0-9",
			ref, repository)
	}
	named, err := name.NewDigest(ref, name.StrictValidation)
	if err != nil {
		return name.Digest{}, badApp("the image %.300q is not named host/name@sha256:<%d digits>: %w", ref, hexDigits,
			err)
	}
	return named, nil
}

// layers are the sizes of what an image is made of, by the first digits of their
// digests: what the daemon calls them.
type layers map[string]int64

// shortDigits is how many digits of a digest the daemon shows.
const shortDigits = 12

func (l layers) total() int64 {
	sum := int64(0)
	for _, size := range l {
		if sum += size; sum < 0 {
			return math.MaxInt64
		}
	}
	return sum
}

// look asks the registry for an image's manifest, and returns what it is made of.
func (c *Cache) look(ctx context.Context, ref name.Digest) (layers, error) {
	stalled := fmt.Errorf("its registry does not answer within %s", c.options.Inactivity)
	ctx, cancel := context.WithTimeoutCause(ctx, c.options.Inactivity, stalled)
	defer cancel()
	manifest, err := c.manifest(ctx, ref)
	if err != nil {
		return nil, err
	}
	if !manifest.Config.MediaType.IsConfig() {
		return nil, badApp("%s is no image of a container: its configuration is %.100q", ref, manifest.Config.MediaType)
	}
	found := layers{}
	for _, d := range append(manifest.Layers, manifest.Config) {
		switch {
		case d.Size < 0 || len(d.Digest.Hex) < shortDigits:
			return nil, badApp("%s is no image: a part of it has %d bytes and the digest %.100q", ref, d.Size, d.Digest)
		case d.MediaType != manifest.Config.MediaType && (!d.MediaType.IsLayer() || !d.MediaType.IsDistributable()):
			return nil, badApp("%s is no image of a Linux container: a layer is %.100q", ref, d.MediaType)
		}
		found[d.Digest.Hex[:shortDigits]] = d.Size
	}
	return found, nil
}

// manifest returns the manifest of an image for the machine that images are for.
func (c *Cache) manifest(ctx context.Context, ref name.Digest) (*v1.Manifest, error) {
	got, err := c.ask(ctx, ref)
	if err != nil {
		return nil, err
	}
	if got.MediaType.IsIndex() {
		one, err := choose(ref, got)
		if err != nil {
			return nil, err
		}
		if got, err = c.ask(ctx, one); err != nil {
			return nil, err
		}
	}
	if !got.MediaType.IsImage() {
		return nil, badApp("%s is no image of a container but %.100q", ref, got.MediaType)
	}
	manifest, err := v1.ParseManifest(strings.NewReader(string(got.Manifest)))
	if err != nil {
		return nil, badApp("%s is no image: its manifest cannot be read: %w", ref, err)
	}
	return manifest, nil
}

// choose returns the image in an index of images that workers run.
func choose(ref name.Digest, got *remote.Descriptor) (name.Digest, error) {
	index, err := v1.ParseIndexManifest(strings.NewReader(string(got.Manifest)))
	if err != nil {
		return ref, badApp("%s is no image: its index cannot be read: %w", ref, err)
	}
	var has []string
	for _, d := range index.Manifests {
		if d.Platform == nil {
			continue
		}
		if d.Platform.OS == driver.ImageOS && d.Platform.Architecture == driver.ImageArch {
			return ref.Context().Digest(d.Digest.String()), nil
		}
		has = append(has, fmt.Sprintf("%.40s/%.40s", d.Platform.OS, d.Platform.Architecture))
	}
	slices.Sort(has)
	has = slices.Compact(has)
	return ref, badApp("%s has no image for %s/%s, only for %.300q", ref, driver.ImageOS, driver.ImageArch, has)
}

// ask gets a manifest. That the registry has none is the same for everybody.
func (c *Cache) ask(ctx context.Context, ref name.Digest) (*remote.Descriptor, error) {
	auth := authn.Anonymous
	if secret, ok := c.credential(ref.RegistryStr()); ok {
		auth = &authn.Basic{Username: secret.Username, Password: secret.Password}
	}
	got, err := remote.Get(ref, remote.WithContext(ctx), remote.WithAuth(auth),
		remote.WithTransport(bounded{remote.DefaultTransport}))
	if err == nil {
		return got, nil
	}
	if cause := context.Cause(ctx); cause != nil {
		return nil, cannotPull(ref, cause)
	}
	var answer *transport.Error
	if errors.As(err, &answer) && answer.StatusCode == http.StatusNotFound {
		for _, e := range answer.Errors {
			if e.Code == transport.ManifestUnknownErrorCode || e.Code == transport.NameUnknownErrorCode {
				return nil, badApp("the registry %s has no %s@%s (%s)", ref.RegistryStr(), ref.RepositoryStr(),
					ref.DigestStr(), e.Code)
			}
		}
	}
	if strings.Contains(err.Error(), "does not match requested digest") {
		return nil, badApp("the registry %s gives something else for %s", ref.RegistryStr(), ref)
	}
	return nil, cannotPull(ref, err)
}

// cannotPull returns what kept this machine from getting an image this time.
func cannotPull(ref name.Digest, why error) error {
	return fmt.Errorf("the image %s cannot be pulled: %w; next: see whether this machine reaches %s and may read "+
		"there, then try again", ref, why, ref.RegistryStr())
}

// bounded reads no more of an answer than a manifest can have.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(q *http.Request) (*http.Response, error) {
	r, err := b.RoundTripper.RoundTrip(q)
	if err == nil {
		r.Body = &boundedBody{ReadCloser: r.Body, left: maxAnswerBytes}
	}
	return r, err
}

type boundedBody struct {
	io.ReadCloser
	left int
}

// Read implements io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, fmt.Errorf("the registry's answer has more than %d bytes", maxAnswerBytes)
	}
	return n, err
}
