package market

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/iexecd/iexecd/x/market/types"
)

// rpcs are the methods that a service registers.
type rpcs struct{ names []string }

func (r *rpcs) RegisterService(d *grpc.ServiceDesc, _ any) {
	for _, m := range d.Methods {
		r.names = append(r.names, m.MethodName)
	}
}

// TestEveryCommandIsExplained checks that each query and message has a command
// with a short text and an example, or goes through governance.
func TestEveryCommandIsExplained(t *testing.T) {
	options := AppModule{}.AutoCLIOptions()
	for _, s := range []struct {
		service  *autocliv1.ServiceCommandDescriptor
		register func(r grpc.ServiceRegistrar)
	}{
		{options.Query, func(r grpc.ServiceRegistrar) { types.RegisterQueryServer(r, nil) }},
		{options.Tx, func(r grpc.ServiceRegistrar) { types.RegisterMsgServer(r, nil) }},
	} {
		var r rpcs
		s.register(&r)
		commands := map[string]*autocliv1.RpcCommandOptions{}
		for _, c := range s.service.RpcCommandOptions {
			commands[c.RpcMethod] = c
		}
		require.Len(t, commands, len(r.names))
		for _, name := range r.names {
			c := commands[name]
			require.NotNil(t, c, "no command for %s", name)
			if c.Skip {
				require.Contains(t, []string{"CreateCategory", "UpdateParams"}, name)
				continue
			}
			require.NotEmpty(t, c.Short, name)
			require.NotContains(t, c.Short, "Execute the", name)
			require.True(t, strings.HasPrefix(c.Example, "iexecd "), name)
			word, _, _ := strings.Cut(c.Use, " ")
			require.Contains(t, c.Example, " "+word, name)
		}
	}
}
