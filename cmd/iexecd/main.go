// Command iexecd is node, client, worker and development network in one.
package main

import (
	"os"

	"github.com/iexecd/iexecd/cli"
	"github.com/iexecd/iexecd/cmd/iexecd/root"
)

func main() { os.Exit(cli.Main(root.New(os.Args[1:]))) }
