package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/secret"
	"github.com/iexecd/iexecd/worker/storage"
)

// workerData returns where a worker's data comes from: keys of datasets from the
// operator's folder, then from the owners, who see who asks. chainID tells on which
// chain it works.
func workerData(c conf.Config, key chain.Key, chainID func(context.Context) (string, error)) (worker.Data, error) {
	d := worker.Data{Folders: c.Data.Folders, Private: mayGoInside(c.Data.Private, chainID)}
	var sources secret.Sources
	if c.Data.Keys != "" {
		sources = append(sources, secret.Folder(c.Data.Keys))
	}
	owners := secret.Owners{Key: key, Client: storage.NewClient(d.Private)}
	if key != nil {
		owners.Worker = chain.Acts(key)
	}
	d.Secrets = append(sources, owners)
	var err error
	d.S3, err = s3Accounts(c.Data.S3Accounts)
	return d, err
}

// mayGoInside returns whether addresses of tasks may lead into private networks. A
// development chain is all on one machine, and so are its apps; on others a stranger
// would see with the worker's eyes.
func mayGoInside(setting string, chainID func(context.Context) (string, error)) storage.Private {
	return func(ctx context.Context) bool {
		if setting != "auto" {
			return setting == "yes"
		}
		id, err := chainID(ctx)
		return err == nil && id == dev.ChainID
	}
}

// s3Accounts reads the file of the accounts of S3, none without a file.
func s3Accounts(file string) ([]storage.S3Account, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file) //nolint:gosec // named by the operator
	if err != nil {
		return nil, badInput("The accounts of S3 cannot be read", err.Error(), "data.s3_accounts in worker.toml")
	}
	from := json.NewDecoder(strings.NewReader(string(text)))
	from.DisallowUnknownFields()
	var all []storage.S3Account
	if from.Decode(&all) != nil { // whose text may hold a key
		return nil, badInput("The accounts of S3 cannot be used", file+
			" is not a JSON list of endpoint, region, buckets, access_key and secret_key",
			"data.s3_accounts in worker.toml")
	}
	return all, nil
}

// checkData looks at the folders and files that data and keys come from: a dataset
// that cannot be had is a missed seat. It returns nothing if none is named, and nothing
// private can be reached.
func checkData(c conf.Config) []check {
	inside := c.Data.Private == "yes"
	if len(c.Data.Folders) == 0 && c.Data.Keys == "" && c.Data.S3Accounts == "" && !inside {
		return nil
	}
	out := check{Name: "data", OK: true}
	var found []string
	for _, dir := range c.Data.Folders {
		if _, err := os.ReadDir(dir); err != nil {
			return []check{{Name: "data", Found: err.Error(), Fix: "data.folders in worker.toml"}}
		}
		found = append(found, "files of "+dir)
	}
	if dir := c.Data.Keys; dir != "" {
		keys, err := filepath.Glob(filepath.Join(dir, "*.key"))
		info, statErr := os.Stat(dir)
		if err = errors.Join(err, statErr); err != nil {
			return []check{{Name: "data", Found: err.Error(), Fix: "data.keys in worker.toml"}}
		}
		found = append(found, fmt.Sprintf("%s in %s", count(uint64(len(keys)), "key"), dir))
		if info.Mode().Perm()&0o077 != 0 {
			out.Warn, out.Fix = true, "chmod 700 "+dir+": others of this machine can read the keys"
		}
	}
	accounts, err := s3Accounts(c.Data.S3Accounts)
	if err != nil {
		return []check{failedCheck("data", err)}
	}
	if len(accounts) > 0 {
		found = append(found, count(uint64(len(accounts)), "account")+" of S3")
	}
	if inside {
		found = append(found, "addresses in private networks")
		if !out.Warn {
			out.Warn, out.Fix = true, "data.private_networks = \"auto\", unless you trust all whose orders you take"
		}
	}
	out.Found = strings.Join(found, ", ")
	return []check{out}
}
