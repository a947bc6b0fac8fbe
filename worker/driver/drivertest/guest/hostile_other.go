//go:build !linux

package main

// hostile are acts against the kernel, of which WebAssembly has none.
var hostile map[string]func(args []string)
