package worker

import (
	"context"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/archive"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/digest"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/result"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// Source is bytes that are named by their digest and can be fetched.
type Source struct {
	URL    string
	SHA256 [32]byte
	Hash   digest.Digest // instead of the sha256, if it is not zero

	Unpack     archive.Kind // what it is unpacked from; empty = nothing
	Encryption string       // empty = none, or contract.EncryptionAge
	Keys       string       // where the owner gives the key; empty = nowhere
}

// Limits are the category's: part of the task, so that running out is the same
// result everywhere.
type Limits struct {
	Fuel             uint64
	MemoryBytes      uint64
	OutputBytes      uint64
	CPUMillis        uint64 // of containers
	CallbackBytes    int    // largest callback data
	WorkClockSeconds uint64
}

// Spec is a task to compute, all from the chain.
type Spec struct {
	Task    contract.Task
	AppName string
	App     Source
	OCI     bool       // App is an image: the URL its name, the sha256 its manifest's
	Tag     market.Tag // what the deal demands
	Dataset *Source    // nil = none
	Args    []string
	Limits  Limits
	Offer   Offer // what the policy looks at

	ResultKey string // age recipient that the result is encrypted to; empty = not
}

// Computer fetches what a task needs and computes it. Everything that Fetch got is
// there for Compute, and until Forget. Both end soon when their context does.
type Computer interface {
	// Probe tells why tasks could not be computed now, or nil.
	Probe(ctx context.Context) error
	// Fetch gets the app and all inputs. An answer means that they can never be
	// right, the same for every worker; an error, that it failed here and now.
	Fetch(ctx context.Context, s Spec) (*poco.Answer, error)
	// Compute returns the answer and keeps its bytes; an error says nothing about
	// the app.
	Compute(ctx context.Context, s Spec) (poco.Answer, error)
	// Forget removes the working files of a task, if there are any; its result
	// stays, of a Keeper until Release.
	Forget(task ident.Hash) error
}

// Keeper is a Computer that keeps results until it is told that nobody needs them.
type Keeper interface {
	// Kept returns the tasks whose results are kept, also those of before a restart.
	Kept() []ident.Hash
	// Release lets the result of a task go; it stays as long as its room is not needed.
	Release(task ident.Hash) error
}

// failed returns the answer of a task that can not be computed by anyone.
func failed(cause poco.Cause, why string) poco.Answer {
	return result.Failure(cause, 0, driver.Tail(nil, []byte(why))).Answer
}

// specOf asks the chain for everything that makes up a task. An answer means that
// the task can not be followed, the same for every worker.
func specOf(ctx context.Context, c *chain.Client, task, dealID ident.Hash, index uint64) (Spec, *poco.Answer, error) {
	s := Spec{Task: contract.Task{ID: task, Deal: dealID, Index: index}}
	registry := c.Market()
	deal, err := registry.Deal(ctx, &markettypes.QueryDealRequest{Id: dealID.String()})
	if err != nil {
		return s, nil, fmt.Errorf("deal %s: %w", dealID, err)
	}
	s.Task.First, s.Task.Size = deal.Deal.First, deal.Deal.Size_
	app, err := registry.App(ctx, &markettypes.QueryAppRequest{Id: deal.Deal.App.Id})
	if err != nil {
		return s, nil, fmt.Errorf("app %s: %w", deal.Deal.App.Id, err)
	}
	s.AppName = app.App.Name
	if s.App, err = sourceOf(app.App.Location, app.App.Checksum); err != nil {
		return s, nil, fmt.Errorf("app %s: %w", deal.Deal.App.Id, err)
	}
	bad, err := s.dataset(ctx, registry, deal.Deal.Dataset.Id)
	if bad != nil || err != nil {
		return s, bad, err
	}
	if err := s.limits(ctx, c, deal.Deal); err != nil {
		return s, nil, err
	}
	s.OCI = app.App.Runtime == markettypes.Runtime_RUNTIME_OCI
	tag, err := ident.ParseHash(deal.Deal.Tag)
	if err != nil {
		return s, nil, fmt.Errorf("deal %s: %w", dealID, err)
	}
	s.Tag = market.Tag(tag)
	if s.Offer, err = offerOf(&deal.Deal, s.Tag); err != nil {
		return s, nil, err
	}
	params, err := contract.Parse(deal.Deal.Params)
	if err != nil {
		bad := failed(poco.CauseBadInput, err.Error())
		return s, &bad, nil
	}
	s.Args, s.Task.Inputs = params.Args, params.Inputs
	if params.EncryptResult {
		bad, err = s.resultKey(ctx, c, deal.Deal)
	}
	return s, bad, err
}

// dataset asks for a dataset; the fragment of its location says what becomes of it.
func (s *Spec) dataset(ctx context.Context, registry markettypes.QueryClient, id string) (*poco.Answer, error) {
	a, err := ident.ParseAddress(id)
	if err != nil || a.IsZero() {
		return nil, err
	}
	r, err := registry.Dataset(ctx, &markettypes.QueryDatasetRequest{Id: id})
	if err != nil {
		return nil, fmt.Errorf("dataset %s: %w", id, err)
	}
	address, f, bad := contract.ParseFragment(r.Dataset.Location)
	source, err := sourceOf(address, r.Dataset.Checksum)
	if err != nil {
		return nil, fmt.Errorf("dataset %s: %w", id, err)
	}
	source.Unpack, source.Encryption, source.Keys = f.Unpack, f.Encryption, f.Keys
	s.Task.Dataset, s.Dataset = a, &source
	if bad != nil {
		answer := failed(poco.CauseBadInput, "the dataset's location: "+bad.Error())
		return &answer, nil //nolint:nilerr // the owner's mistake is the result
	}
	return nil, nil
}

// limits asks for what an app may use. The bound of callback data is the chain's of
// now, as the chain will judge the answer by that of its own time, and as nodes may
// have dropped the state of the opening.
func (s *Spec) limits(ctx context.Context, client *chain.Client, deal markettypes.Deal) error {
	r, err := client.Market().Categories(ctx, &markettypes.QueryCategoriesRequest{})
	if err != nil {
		return fmt.Errorf("categories: %w", err)
	}
	p, err := client.Poco().Params(ctx, &pocotypes.QueryParamsRequest{})
	if err != nil {
		return fmt.Errorf("parameters: %w", err)
	}
	for _, c := range r.Categories {
		if c.Id == deal.Category {
			s.Limits = Limits{
				Fuel: c.MaxFuel, MemoryBytes: c.MaxMemoryBytes, OutputBytes: c.MaxOutputBytes,
				CPUMillis: c.MaxCpuMillis, WorkClockSeconds: deal.WorkClockSeconds,
				CallbackBytes: int(p.Params.MaxCallbackBytes),
			}
			return nil
		}
	}
	return fmt.Errorf("category %d is not among the %d of the chain", deal.Category, len(r.Categories))
}

func sourceOf(location, checksum string) (Source, error) {
	sum, err := ident.ParseHash(checksum)
	if err != nil {
		return Source{}, err
	}
	return Source{URL: location, SHA256: sum}, nil
}
