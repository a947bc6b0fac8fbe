package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/driver/docker"
)

// dockerWithin is how long the daemon has to say that it is there.
const dockerWithin = 10 * time.Second

// imageTime is when all images were made, and all files of their contexts: the
// moment at which the sandbox's clock begins. Who builds when is no part of an image.
var imageTime = time.Unix(1640995200, 0).UTC()

// dockerd is the Docker daemon of this machine.
type dockerd struct {
	*client.Client
	host string
}

// dialDocker returns the daemon, or says that none answers.
func dialDocker(ctx context.Context) (*dockerd, error) {
	host := dockerHost(conf.Config{})
	c, err := docker.Dial(host)
	if err == nil {
		limited, cancel := context.WithTimeout(ctx, dockerWithin)
		defer cancel()
		_, err = c.Ping(limited, client.PingOptions{})
	}
	if err == nil {
		return &dockerd{c, host}, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, &Error{
		Code: codeDocker, Exit: ExitNode, What: "No Docker daemon answers at " + host,
		Why:  "apps of runtime oci are built and run by one: " + clean(err.Error()),
		Next: []string{"apt-get install docker.io", "DOCKER_HOST=unix:///path"}, Err: err,
	}
}

// find returns the id of an image that the daemon has.
func (d *dockerd) find(ctx context.Context, image string) (string, error) {
	found, err := d.ImageInspect(ctx, image)
	if cerrdefs.IsNotFound(err) || cerrdefs.IsInvalidArgument(err) {
		return "", notFound("No image "+clean(image), "the Docker daemon at "+d.host+" has none of that name, "+
			"and there is no such folder or file", "docker images", "iexecd app build DIR")
	}
	if err != nil {
		return "", err
	}
	return found.ID, nil
}

// localImage is an image of the daemon, saved into a temporary file. Close it.
type localImage struct {
	v1.Image
	dir string
}

func (l *localImage) close() { _ = os.RemoveAll(l.dir) }

// open reads an image of the daemon. Its digest depends on its layers and on what
// it runs; not on when, or in which container, it was built.
func (d *dockerd) open(ctx context.Context, id string) (*localImage, error) {
	dir, err := os.MkdirTemp("", "iexecd-image-")
	if err != nil {
		return nil, err
	}
	l := &localImage{dir: dir}
	file := filepath.Join(dir, "image.tar")
	err = d.save(ctx, id, file)
	if err == nil {
		l.Image, err = tarball.ImageFromPath(file, nil)
	}
	if err == nil {
		l.Image, err = steady(l.Image)
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

func (d *dockerd) save(ctx context.Context, id, file string) error {
	stream, err := d.ImageSave(ctx, []string{id})
	if err != nil {
		return err
	}
	defer func() { _ = stream.Close() }()
	f, err := os.Create(file) //nolint:gosec // a folder of our own
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, stream); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// steady returns an image without what differs from build to build though the
// layers do not.
func steady(image v1.Image) (v1.Image, error) {
	before, err := image.ConfigFile()
	if err != nil {
		return nil, err
	}
	config := before.DeepCopy()
	config.Created = v1.Time{Time: imageTime}
	config.Container, config.DockerVersion = "", "" //nolint:staticcheck // old daemons write it
	config.Config.Hostname, config.Config.Image = "", ""
	for i := range config.History {
		config.History[i].Created = v1.Time{Time: imageTime}
	}
	return mutate.ConfigFile(image, config)
}

// sizeOfImage returns the bytes that a worker gets: compressed layers, config and manifest.
func sizeOfImage(image v1.Image) (int64, error) {
	manifest, err := image.Manifest()
	if err != nil {
		return 0, err
	}
	sum, err := image.Size()
	if err != nil {
		return 0, err
	}
	sum += manifest.Config.Size
	for _, l := range manifest.Layers {
		sum += l.Size
	}
	return sum, nil
}

// push puts an image into the context's registry and returns its location.
func (s *session) push(ctx context.Context, image v1.Image, repository string) (string, error) {
	location := s.profile.Registry + "/" + repository
	ref, err := name.NewTag(location + ":latest")
	if err != nil {
		return "", badInput(
			fmt.Sprintf("--registry %q and the name %q make no image's name", s.profile.Registry, repository),
			err.Error(), "--registry 127.0.0.1:8091")
	}
	if err := remote.Write(ref, image, remote.WithContext(ctx), remote.WithJobs(1)); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", &Error{
			Code: codeStore, Exit: ExitNode, What: "Nothing was pushed to the registry at " + s.profile.Registry,
			Why: clean(err.Error()), Next: []string{"--registry HOST:PORT", "iexecd context show"}, Err: err,
		}
	}
	return location, nil
}
