// Package openapi serves the description of our REST routes, generated from
// proto, as JSON and as a page that needs nothing from outside.
package openapi

import (
	_ "embed" // the description
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"
)

// Spec is the OpenAPI 2 description of all our queries.
//
//go:embed iexec.swagger.json
var Spec []byte

// Route is one line of the page.
type Route struct{ Method, Path, Summary string }

// Routes returns all described routes, by path.
func Routes() ([]Route, error) {
	var doc struct {
		Paths map[string]map[string]struct{ Summary string }
	}
	if err := json.Unmarshal(Spec, &doc); err != nil {
		return nil, err
	}
	var routes []Route
	for path, methods := range doc.Paths {
		for method, op := range methods {
			routes = append(routes, Route{Method: strings.ToUpper(method), Path: path, Summary: op.Summary})
		}
	}
	slices.SortFunc(routes, func(a, b Route) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	return routes, nil
}

var page = template.Must(template.New("routes").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>iexecd REST API</title>
<style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}td{padding:.2rem .8rem .2rem 0}
code{font:14px ui-monospace,monospace}</style>
<h1>iexecd REST API</h1>
<p>OpenAPI description: <a href="/swagger/iexec.swagger.json">iexec.swagger.json</a>.
The SDK's own routes are under <code>/cosmos/</code>.</p>
<table><tbody>{{range .}}<tr><td>{{.Method}}</td><td><code>{{.Path}}</code></td><td>{{.Summary}}</td></tr>
{{end}}</tbody></table></html>
`))

// Handler serves the page at / and the description at /iexec.swagger.json.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /iexec.swagger.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(Spec)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		routes, err := Routes()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page.Execute(w, routes)
	})
	return mux
}
