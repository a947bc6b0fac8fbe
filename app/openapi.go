package app

import (
	"net/http"

	"github.com/gorilla/mux"

	"github.com/iexecd/iexecd/docs/openapi"
)

// registerOpenAPI serves our routes where people look for them.
func registerOpenAPI(r *mux.Router) {
	r.PathPrefix("/swagger").Handler(http.StripPrefix("/swagger", openapi.Handler()))
}
