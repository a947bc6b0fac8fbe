package cli

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/secret"
)

// workerData returns where a worker's data comes from: keys of datasets from the
// operator's folder, then from the owners, who see who asks.
func workerData(c conf.Config, key chain.Key) (worker.Data, error) {
	d := worker.Data{Folders: c.Data.Folders}
	var sources secret.Sources
	if c.Data.Keys != "" {
		sources = append(sources, secret.Folder(c.Data.Keys))
	}
	d.Secrets = append(sources, secret.Owners{Worker: key})
	if c.Data.S3Accounts == "" {
		return d, nil
	}
	text, err := os.ReadFile(c.Data.S3Accounts)
	if err != nil {
		return d, badInput("The accounts of S3 cannot be read", err.Error(), "data.s3_accounts in worker.toml")
	}
	from := json.NewDecoder(strings.NewReader(string(text)))
	from.DisallowUnknownFields()
	if from.Decode(&d.S3) != nil { // whose text may hold a key
		return d, badInput("The accounts of S3 cannot be used", c.Data.S3Accounts+
			" is not a JSON list of endpoint, region, buckets, access_key and secret_key",
			"data.s3_accounts in worker.toml")
	}
	return d, nil
}
