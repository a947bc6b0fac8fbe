package cli

import "github.com/spf13/cobra"

const flagName = "name"

func appCommand() *cobra.Command {
	return parent("app", "Make, test, publish, list and show apps",
		appLs(), appShow(), appInit(), appBuild(), appTest(), appPublish(), appList(), appUnlist())
}
