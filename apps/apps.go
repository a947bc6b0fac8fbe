// Package apps holds the example apps: their listings, and their WebAssembly
// modules if the binary was built with make.
package apps

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed all:dist */app.json
var files embed.FS

// App is an example app.
type App struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Summary     string `json:"summary"`
	Licence     string `json:"licence"`
	ExampleArgs string `json:"example_args"` // as in a shell
	Category    uint64 `json:"category"`     // that it is offered in
	PriceNRLC   uint64 `json:"price_nrlc"`   // per task
	Wasm        []byte `json:"-"`            // nil if the binary was built without it
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
		text, err := files.ReadFile(path)
		if err != nil {
			panic(fmt.Errorf("apps: %w", err))
		}
		var a App
		if err := json.Unmarshal(text, &a); err != nil {
			panic(fmt.Errorf("apps: %s: %w", path, err))
		}
		if wasm, err := files.ReadFile("dist/" + a.Name + ".wasm"); err == nil {
			a.Wasm = wasm
		}
		list = append(list, a)
	}
	return list
}
