package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/iexecd/iexecd/worker/contract"
)

// uploadTimeout bounds one upload.
const uploadTimeout = 10 * time.Minute

// uploadInputs returns the URLs of input files, each with its sha256 and name:
// those of local files after putting them into the store.
func (s *session) uploadInputs(ctx context.Context, inputs []string) ([]string, error) {
	urls := make([]string, 0, len(inputs))
	for _, in := range inputs {
		if strings.Contains(in, "://") {
			if err := checkInputURL(in); err != nil {
				return nil, err
			}
			urls = append(urls, in)
			continue
		}
		content, err := os.ReadFile(in) //nolint:gosec // the person's own file
		if err != nil {
			return nil, badInput("The input file cannot be read", err.Error())
		}
		url, err := s.upload(ctx, content)
		if err != nil {
			return nil, err
		}
		name := safeName(filepath.Base(in))
		s.steps.ok("upload", fmt.Sprintf("%s, %s", name, bytesText(int64(len(content)))))
		urls = append(urls, fmt.Sprintf("%s#sha256=%s&name=%s", url, hexSum(content), name))
	}
	return urls, nil
}

// checkInputURL tells what every worker would say of an input's URL.
func checkInputURL(url string) error {
	text, err := json.Marshal(params{InputFiles: []string{url}})
	if err != nil {
		return err
	}
	if _, err := contract.Parse(string(text)); err != nil {
		return badInput("--input "+clean(url)+" cannot be used", err.Error(), "--input 'URL#sha256=<hex>&name=<file>'")
	}
	return nil
}

func hexSum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// upload puts bytes into the content store and returns their URL.
func (s *session) upload(ctx context.Context, content []byte) (string, error) {
	url := strings.TrimSuffix(s.profile.Store, "/") + "/sha256/" + hexSum(content)
	s.steps.wait("uploading " + bytesText(int64(len(content))))
	limited, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodPut, url, bytes.NewReader(content))
	if err != nil {
		return "", badInput(fmt.Sprintf("--store %q is not an address", s.profile.Store), err.Error())
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", s.storeError(err.Error())
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusMultipleChoices {
		answer, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
		return "", s.storeError(fmt.Sprintf("it answered %s %s", response.Status, strings.TrimSpace(string(answer))))
	}
	return url, nil
}

func (s *session) storeError(why string) *Error {
	return &Error{
		Code: codeStore, Exit: ExitNode,
		What: fmt.Sprintf("Nothing was stored at %s", s.profile.Store), Why: clean(why),
		Next: []string{"--store URL", "iexecd doctor"},
	}
}
