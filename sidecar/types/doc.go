// Package types is what a node and its sidecar say to each other.
package types
