// Package apps holds the example apps: their listings, and their WebAssembly
// modules if the binary was built with make.
package apps

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed all:dist */app.json cards.json
var files embed.FS

// The runtimes of an app.
const (
	Wasm = "wasm" // compiled from main.go of the app's folder
	OCI  = "oci"  // built from the Dockerfile of the app's folder
)

// The statuses of a card.
const (
	Available  = "available"   // can be run
	Partner    = "partner"     // runs elsewhere
	ComingSoon = "coming-soon" // cannot be run yet
)

// Card is what a store shows of an app; the chain bounds each text.
type Card struct {
	Name          string `json:"name"` // of the app's folder: a-z, 0-9 and -
	Title         string `json:"title"`
	Summary       string `json:"summary"`     // one line
	Description   string `json:"description"` // paragraphs, plain text
	CategoryOfUse string `json:"category_of_use"`
	Licence       string `json:"licence,omitempty"` // SPDX, of the program that runs
	HomeURI       string `json:"home_uri,omitempty"`
	IconURI       string `json:"icon_uri,omitempty"`
	Status        string `json:"status"`
}

// App is an example app.
type App struct {
	Card
	Runtime         string   `json:"runtime"`
	ExampleArgs     string   `json:"example_args"`             // as in a shell
	ExampleInputs   []string `json:"example_inputs,omitempty"` // files of the app's folder
	Category        uint64   `json:"category"`                 // that it is offered in
	PriceNRLC       uint64   `json:"price_nrlc"`               // per task
	Reproducible    bool     `json:"reproducible"`             // the same arguments and inputs give the same bytes
	NotReproducible string   `json:"not_reproducible,omitempty"`
	Needs           []string `json:"needs,omitempty"` // abilities of workers beside its runtime: gpu, gvisor, network
	Module          []byte   `json:"-"`               // WebAssembly; nil if the binary was built without it
}

// List returns all example apps by name. They are embedded, so a broken listing
// is a broken build: it panics.
func List() []App {
	paths, err := fs.Glob(files, "*/app.json")
	if err != nil {
		panic(fmt.Errorf("apps: %w", err))
	}
	list := make([]App, 0, len(paths))
	for _, path := range paths {
		var a App
		read(path, &a)
		if module, err := files.ReadFile("dist/" + a.Name + ".wasm"); err == nil {
			a.Module = module
		}
		list = append(list, a)
	}
	return list
}

// Cards returns what the store shows beside the apps: partners, and what is to
// come.
func Cards() []Card {
	var cards []Card
	read("cards.json", &cards)
	return cards
}

// read reads an embedded file of JSON.
func read(path string, v any) {
	text, err := files.ReadFile(path)
	if err != nil {
		panic(fmt.Errorf("apps: %w", err))
	}
	if err := json.Unmarshal(text, v); err != nil {
		panic(fmt.Errorf("apps: %s: %w", path, err))
	}
}
