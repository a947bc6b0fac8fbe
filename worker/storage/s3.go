package storage

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// S3Account is an operator's access to some buckets of one S3 service. It is used for
// these only: addresses are written by strangers.
type S3Account struct {
	Endpoint  string   `json:"endpoint"` // URL of the service
	Region    string   `json:"region"`   // empty = what the address says
	Buckets   []string `json:"buckets"`
	AccessKey string   `json:"access_key"`
	SecretKey string   `json:"secret_key"`
}

// s3Object is what an address s3://bucket/key?endpoint=…&region=… names.
type s3Object struct {
	endpoint *url.URL
	region   string
	bucket   string
	key      string
}

// defaultRegion is that of addresses without one.
const defaultRegion = "us-east-1"

// unsignedPayload is the sha256 of no bytes: a GET has no body.
var unsignedPayload = hexSHA256(nil)

func hexSHA256(bz []byte) string {
	sum := sha256.Sum256(bz)
	return hex.EncodeToString(sum[:])
}

// parseS3 reads an address; without an endpoint it is Amazon's.
func parseS3(u *url.URL) (s3Object, error) {
	o := s3Object{region: u.Query().Get("region"), bucket: u.Host, key: strings.TrimPrefix(u.Path, "/")}
	if o.region == "" {
		o.region = defaultRegion
	}
	const lower = "abcdefghijklmnopqrstuvwxyz0123456789-"
	if o.key == "" || o.bucket == "" || strings.Trim(o.bucket, lower+".") != "" || strings.Trim(o.region, lower) != "" {
		return o, errors.New("expected s3://bucket/key")
	}
	for part := range strings.SplitSeq(o.key, "/") {
		if part == "." || part == ".." { // some servers and proxies would resolve them
			return o, errors.New("a key with . or .. as a part")
		}
	}
	endpoint := u.Query().Get("endpoint")
	if endpoint == "" {
		endpoint = "https://s3." + o.region + ".amazonaws.com"
	}
	var err error
	o.endpoint, err = url.Parse(endpoint)
	if err != nil || o.endpoint.Host == "" || o.endpoint.Scheme != "http" && o.endpoint.Scheme != "https" {
		return o, errors.New("the endpoint is no URL of http:// or https://")
	}
	return o, nil
}

// s3Request returns the request for an object from an offset on, signed if the
// operator has an account for its bucket.
func (f *Fetcher) s3Request(ctx context.Context, u *url.URL, from uint64) (r *http.Request, signed bool, err error) {
	o, err := parseS3(u)
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrBadName, err)
	}
	at := *o.endpoint
	at.RawQuery, at.Fragment, at.User = "", "", nil
	at.Path = strings.TrimSuffix(at.Path, "/") + "/" + o.bucket + "/" + o.key
	at.RawPath = s3Escape(at.Path)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, false, fmt.Errorf("%w: %q is not a URL", ErrBadName, shown(at.String()))
	}
	if from > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	for _, a := range f.S3 {
		if a.serves(o) {
			if a.Region != "" {
				o.region = a.Region
			}
			a.sign(request, o.region, time.Now())
			return request, true, nil
		}
	}
	return request, false, nil
}

// serves reports whether an account is for an object.
func (a S3Account) serves(o s3Object) bool {
	own, err := url.Parse(a.Endpoint)
	return err == nil && own.Scheme == o.endpoint.Scheme && strings.EqualFold(own.Host, o.endpoint.Host) &&
		strings.TrimSuffix(own.Path, "/") == strings.TrimSuffix(o.endpoint.Path, "/") &&
		slices.Contains(a.Buckets, o.bucket)
}

// s3Escape writes a path as signatures have it: all but letters, digits and -._~/ in
// hexadecimal.
func s3Escape(path string) string {
	var b strings.Builder
	for _, c := range []byte(path) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// sign signs a GET without a query, AWS Signature Version 4.
func (a S3Account) sign(r *http.Request, region string, now time.Time) {
	stamp := now.UTC().Format("20060102T150405Z")
	day := stamp[:8]
	r.Header.Set("X-Amz-Date", stamp)
	r.Header.Set("X-Amz-Content-Sha256", unsignedPayload)
	names := []string{"host", "x-amz-content-sha256", "x-amz-date"}
	if r.Header.Get("Range") != "" {
		names = []string{"host", "range", "x-amz-content-sha256", "x-amz-date"}
	}
	signed := strings.Join(names, ";")
	var headers strings.Builder
	for _, name := range names {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.URL.Host
		}
		headers.WriteString(name + ":" + value + "\n")
	}
	canonical := strings.Join([]string{
		r.Method, r.URL.EscapedPath(), "", headers.String(), signed, unsignedPayload,
	}, "\n")
	scope := day + "/" + region + "/s3/aws4_request"
	text := "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + hexSHA256([]byte(canonical))
	key := []byte("AWS4" + a.SecretKey)
	for _, part := range []string{day, region, "s3", "aws4_request"} {
		key = mac(key, part)
	}
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+a.AccessKey+"/"+scope+",SignedHeaders="+signed+
		",Signature="+hex.EncodeToString(mac(key, text)))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	_, _ = h.Write([]byte(text)) // never fails
	return h.Sum(nil)
}
