package cli

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// The fields of what programs read are stable: one that is renamed or removed
// breaks them, so it must be done on purpose.
func TestFieldsForPrograms(t *testing.T) {
	var b strings.Builder
	for _, v := range []any{
		errorJSON{},
		event{},
		outcome{},
		quoteJSON{},
		quoteFill{},
		Profile{},
		check{},
		orderCheck{},
		importedOrder{},
		authorizationJSON{},
		report{},
		estimate{},
		transfer{},
		transferEvent{},
		bridgeReport{},
		openBatch{},
		bridgePauseOf{},
		claimed{},
		claimedItem{},
		relayEvent{},
		built{},
		testVerdict{},
		testedRun{},
		difference{},
		taskOutput{},
	} {
		kind := reflect.TypeOf(v)
		fmt.Fprintf(&b, "%s\n", kind.Name())
		for field := range kind.Fields() {
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
				fmt.Fprintf(&b, "  %s %s\n", name, field.Type)
			}
		}
	}
	golden(t, "fields.txt", b.String())
}
