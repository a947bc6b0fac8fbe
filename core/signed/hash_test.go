package signed_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
)

var kinds = []market.Kind{market.KindApp, market.KindDataset, market.KindWorkerpool, market.KindRequest}

// TestTypeStrings holds the types against the original's, letter by letter: the
// order of the fields is part of the hash.
func TestTypeStrings(t *testing.T) {
	for kind, want := range map[market.Kind]string{
		market.KindApp: "AppOrder(address app,uint256 appprice,uint256 volume,bytes32 tag," +
			"address datasetrestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt)",
		market.KindDataset: "DatasetOrder(address dataset,uint256 datasetprice,uint256 volume,bytes32 tag," +
			"address apprestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt)",
		market.KindWorkerpool: "WorkerpoolOrder(address workerpool,uint256 workerpoolprice,uint256 volume," +
			"bytes32 tag,uint256 category,uint256 trust,address apprestrict,address datasetrestrict," +
			"address requesterrestrict,bytes32 salt)",
		market.KindRequest: "RequestOrder(address app,uint256 appmaxprice,address dataset,uint256 datasetmaxprice," +
			"address workerpool,uint256 workerpoolmaxprice,address requester,uint256 volume,bytes32 tag," +
			"uint256 category,uint256 trust,address beneficiary,address callback,string params,bytes32 salt)",
	} {
		require.Equal(t, want, signed.TypeString(signed.New(kind)))
	}
	require.Nil(t, signed.New(market.KindUnspecified))
	require.Nil(t, signed.New(5))
}

// TestSeparator uses the separator that the original contract answered.
func TestSeparator(t *testing.T) {
	contract, err := ident.ParseAddress("0xE49AfcC19Bd0402c568944358e2b562775E2B341")
	require.NoError(t, err)
	require.Equal(t, "0xc1d268ffe0265ac7c0f69c00af8318e33041d74754af073f9273b8694b37d14c",
		signed.NewDomain(65535, contract).Separator().String())
}
