package bridge

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// ErrWithdrawal means that a withdrawal is not allowed.
var ErrWithdrawal = errors.New("withdrawal not allowed")

// WithdrawalRules bounds single withdrawals.
type WithdrawalRules struct {
	MinAmount rlc.Amount // nRLC
	MinFee    rlc.Amount // nRLC
	MaxTotal  rlc.Amount // nRLC of amount and fee: the capacity of the bucket, or it would wait forever
	Vault     ident.Address
	Token     ident.Address // RLC on Ethereum
}

// Withdrawal is RLC that waits to be paid on Ethereum.
type Withdrawal struct {
	ID     uint64
	To     ident.Address
	Amount rlc.Amount // nRLC that To gets
	Fee    rlc.Amount // nRLC for who brings the batch to the vault
}

// Total returns amount and fee together in nRLC: what is escrowed.
func (w Withdrawal) Total() (rlc.Amount, error) { return rlc.Add(w.Amount, w.Fee) }

// Check returns nil if a withdrawal may wait in line, else ErrWithdrawal and why not.
func (r WithdrawalRules) Check(w Withdrawal) error {
	if err := checkPayee(w.To, r.Vault, r.Token); err != nil {
		return fmt.Errorf("%w: recipient %w", ErrWithdrawal, err)
	}
	total, err := w.Total()
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrWithdrawal, err)
	case w.Amount == 0 || w.Amount < r.MinAmount:
		return fmt.Errorf("%w: amount %d nRLC, expected at least %d", ErrWithdrawal, w.Amount, max(1, r.MinAmount))
	case w.Fee < r.MinFee:
		return fmt.Errorf("%w: fee %d nRLC, expected at least %d", ErrWithdrawal, w.Fee, r.MinFee)
	case total > r.MaxTotal:
		return fmt.Errorf("%w: %d nRLC with its fee, at most %d can leave at once: split it", ErrWithdrawal, total,
			r.MaxTotal)
	}
	return nil
}

// Kept returns what of its fee the sender of a withdrawal does not get back who takes
// it out of the line: MinFee nRLC, or all if it is less. The gap that it leaves ends a
// batch (see Next), and would cost nothing else.
func (r WithdrawalRules) Kept(w Withdrawal) rlc.Amount { return min(r.MinFee, w.Fee) }

// checkPayee refuses those who could do nothing with RLC: nobody, the addresses up to
// 0xffff, where Ethereum has its precompiles, vault and token.
func checkPayee(to, vault, token ident.Address) error {
	const significant = 2 // bytes of 0xffff
	low := ident.Address{}
	copy(low[len(low)-significant:], to[len(to)-significant:])
	switch to {
	case low:
		return fmt.Errorf("%s is nobody's, expected an address above 0xffff", to)
	case vault, token:
		return fmt.Errorf("%s is the vault or the token, expected your own account", to)
	}
	return nil
}

// BatchPolicy says when waiting withdrawals become a batch, and what of it.
type BatchPolicy struct {
	EveryBlocks       uint64       // at heights that are multiples of it
	FullItems         uint64       // or when so many wait
	MaxOpen           uint64       // while fewer batches are open
	MaxItems          uint64       // 1 to MaxItems
	LargeAmount       rlc.Amount   // nRLC; a withdrawal of more goes alone and is signed late
	SignDelayBlocks   uint64       // before any batch may be signed
	LargeDelaySeconds uint64       // before a large one may be signed
	TimeoutSeconds    uint64       // from when it may be signed to when it is dead
	ItemGas           uint64       // for each transfer at the vault
	Bucket            BucketLimits // over all that leaves, fees included
}

// DefaultBatchPolicy returns a batch of up to 100 every 60 blocks, five open,
// signed after 10 blocks, those above 100,000 RLC after a day, and dead a day
// later. The bucket holds 100,000 RLC and empties in a day.
func DefaultBatchPolicy() BatchPolicy {
	const day = 86_400
	return BatchPolicy{
		EveryBlocks: 60, FullItems: MaxItems, MaxOpen: 5, MaxItems: MaxItems, LargeAmount: 100_000 * rlc.RLC,
		SignDelayBlocks: 10, LargeDelaySeconds: day, TimeoutSeconds: day, ItemGas: 200_000,
		Bucket: BucketLimits{Cap: 100_000 * rlc.RLC, RatePerSecond: 100_000 * rlc.RLC / day},
	}
}

// Due reports whether a batch is to be made at a height, when so many
// withdrawals wait and so many batches are neither executed nor dead.
func (p BatchPolicy) Due(waiting, open, height uint64) bool {
	if waiting == 0 || open >= p.MaxOpen {
		return false
	}
	return waiting >= p.FullItems || p.EveryBlocks > 0 && height%p.EveryBlocks == 0
}

// NeverFits reports whether a withdrawal that waits can never leave, because the
// bucket's capacity was lowered since. It must be paid back, or all behind it wait.
func (p BatchPolicy) NeverFits(w Withdrawal) bool {
	total, err := w.Total()
	return err != nil || total > p.Bucket.Cap
}

// Planned is a batch to be made.
type Planned struct {
	Batch          Batch
	Items          Items      // the first of those that wait; none = nothing may leave now
	Total          rlc.Amount // nRLC, items and fee: what BatchExecuted will say
	Large          bool
	SignFromHeight uint64 // the first block at which validators may sign
	SignFromUnix   uint64 // and the first second, in the time of blocks here
}

// MaySign reports whether validators may sign at a block.
func (p Planned) MaySign(now Moment) bool {
	return now.Height >= p.SignFromHeight && now.Unix >= p.SignFromUnix
}

// Next returns the batch of the first that wait, in their order, and the bucket
// after it. It ends before the first that has no room in the bucket, whose id
// does not follow, or that is large; a large one makes a batch alone. Nobody
// overtakes: if the first has no room, nothing leaves. An error means that time
// or height overflow.
func (p BatchPolicy) Next(nonce uint64, waiting []Withdrawal, b Bucket, now Moment) (Planned, Bucket, error) {
	out := Planned{Batch: Batch{Nonce: nonce, ItemGas: p.ItemGas}, SignFromUnix: now.Unix}
	for i, w := range waiting {
		large := w.Amount > p.LargeAmount
		stop := uint64(i) >= min(p.MaxItems, MaxItems) || i > 0 && (large || out.Large || w.ID != waiting[i-1].ID+1)
		if stop {
			break
		}
		total, err := w.Total()
		if err != nil {
			break // NeverFits
		}
		after, err := b.Take(total, now.Unix, p.Bucket)
		if err != nil {
			break
		}
		b, out.Large = after, large
		out.Items = append(out.Items, Item{To: w.To, Amount: w.Amount})
		out.Batch.Fee += w.Fee // together at most the bucket's capacity
		out.Total += total
	}
	if len(out.Items) == 0 {
		return Planned{}, b, nil
	}
	out.Batch.FirstID, out.Batch.ItemsHash = waiting[0].ID, out.Items.Hash()
	if out.Large {
		out.SignFromUnix += p.LargeDelaySeconds
	}
	out.SignFromHeight = now.Height + p.SignDelayBlocks
	out.Batch.TimeoutUnix = out.SignFromUnix + p.TimeoutSeconds
	if out.SignFromUnix < now.Unix || out.SignFromHeight < now.Height || out.Batch.TimeoutUnix < out.SignFromUnix {
		return Planned{}, b, fmt.Errorf("batch %d at block %d, second %d: its delays overflow, lower them", nonce,
			now.Height, now.Unix)
	}
	return out, b, nil
}

// Expired reports whether a batch that is not among the events up to a proven
// Ethereum time can never be executed any more: the vault refuses it after its timeout.
func Expired(b Batch, provenEthTimeUnix uint64) bool { return provenEthTimeUnix > b.TimeoutUnix }
