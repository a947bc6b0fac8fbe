package chain

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"
)

// rawCodec writes and reads protobuf messages as they are. Unlike the SDK's codec
// it does not open the Any values inside, so the client needs no registry of all
// message types of the chain, and an unknown type in an answer is no error.
type rawCodec struct{}

// Name implements encoding.Codec; it is the content subtype that nodes expect.
func (rawCodec) Name() string { return "proto" }

// Marshal implements encoding.Codec.
func (rawCodec) Marshal(v any) ([]byte, error) {
	m, ok := v.(proto.Message)
	if !ok {
		return nil, fmt.Errorf("%T is not a protobuf message", v)
	}
	return proto.Marshal(m)
}

// Unmarshal implements encoding.Codec.
func (rawCodec) Unmarshal(bz []byte, v any) error {
	m, ok := v.(proto.Message)
	if !ok {
		return fmt.Errorf("%T is not a protobuf message", v)
	}
	return proto.Unmarshal(bz, m)
}
