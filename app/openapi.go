package app

import (
	"net/http"

	"github.com/gorilla/mux"

	"github.com/iexecd/iexecd/docs/openapi"
)

// registerOpenAPI serves our routes where people look for them, with or without
// the slash at the end.
func registerOpenAPI(r *mux.Router) {
	r.Path("/swagger").Handler(http.RedirectHandler("/swagger/", http.StatusPermanentRedirect))
	r.PathPrefix("/swagger/").Handler(http.StripPrefix("/swagger", openapi.Handler()))
}
