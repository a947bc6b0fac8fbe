package vault

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/tests/vault/doubles"
)

// harness is the vault's libraries on a chain.
type harness struct {
	*chain
	t   testing.TB
	api *doubles.VaultHarness
	at  common.Address
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	c := newChain(t, "osaka")
	return &harness{chain: c, t: t, api: doubles.NewVaultHarness(), at: c.deploy(t, doubles.VaultHarnessMetaData.Bin, nil)}
}

// ask calls a pure function of the harness.
func ask[T any](h *harness, data []byte, unpack func([]byte) (T, error)) T {
	h.t.Helper()
	raw, err := h.call(h.user.Address, h.at, data, 1<<36)
	require.NoError(h.t, err)
	out, err := unpack(raw)
	require.NoError(h.t, err)
	return out
}

func (h *harness) changed(a, b bridge.Members) bool {
	h.t.Helper()
	return ask(h, h.api.PackChanged(a.Pack(), b.Pack()), h.api.UnpackChanged)
}
