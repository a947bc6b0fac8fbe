package types

import "fmt"

// fuelPerSecond is how many fuel units an app may burn per second of its
// category's work clock: about what one slow core does.
const fuelPerSecond = 500_000_000

// DefaultCategories are iExec's five.
func DefaultCategories() []Category {
	const gib = 1 << 30
	sizes := []struct {
		name, description string
		seconds, memory   uint64
	}{
		{"XS", "up to 5 minutes, 1 GiB of memory", 300, gib},
		{"S", "up to 20 minutes, 2 GiB of memory", 1_200, 2 * gib},
		{"M", "up to 1 hour, 4 GiB of memory", 3_600, 4 * gib},
		{"L", "up to 3 hours, 4 GiB of memory", 10_800, 4 * gib},
		{"XL", "up to 10 hours, 4 GiB of memory", 36_000, 4 * gib},
	}
	out := make([]Category, len(sizes))
	for i, s := range sizes {
		out[i] = Category{
			Id: uint64(i), Name: s.name, Description: s.description, WorkClockSeconds: s.seconds,
			MaxFuel: s.seconds * fuelPerSecond, MaxMemoryBytes: s.memory, MaxOutputBytes: 256 << 20, MaxCpuMillis: 1000,
		}
	}
	return out
}

// DefaultGenesis is the state of a new chain.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), Categories: DefaultCategories()}
}

// Validate checks what can be checked without a store.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for i, c := range g.Categories {
		if c.Id != uint64(i) {
			return fmt.Errorf("category %q has id %d, expected %d: they count from 0", c.Name, c.Id, i)
		}
		if err := c.Validate(); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, o := range g.Orders {
		if seen[o.Id] {
			return fmt.Errorf("order %s is there twice", o.Id)
		}
		seen[o.Id] = true
		if _, err := o.Core(); err != nil {
			return fmt.Errorf("order %s: %w", o.Id, err)
		}
	}
	for _, d := range g.Deals {
		if seen[d.Id] {
			return fmt.Errorf("deal %s is there twice", d.Id)
		}
		seen[d.Id] = true
		if _, err := d.Core(); err != nil {
			return fmt.Errorf("deal %s: %w", d.Id, err)
		}
	}
	if err := g.validateSigned(); err != nil {
		return err
	}
	if err := g.validateListings(); err != nil {
		return err
	}
	return g.validateQueues(seen)
}

// validateSigned checks groups and what is known of signed orders.
func (g GenesisState) validateSigned() error {
	members, seen := map[string]uint64{}, map[string]bool{}
	var r reader
	for _, m := range g.GroupMembers {
		r.resource("member of group "+m.Group, m.Member)
		if seen[m.Group+m.Member] {
			return fmt.Errorf("member %s of group %s is there twice", m.Member, m.Group)
		}
		seen[m.Group+m.Member] = true
		members[m.Group]++
	}
	for _, x := range g.Groups {
		r.resource("group", x.Id)
		r.account("owner of group "+x.Id, x.Owner)
		if members[x.Id] != x.Members || seen[x.Id] {
			return fmt.Errorf("group %s has %d members, but says %d, or is there twice", x.Id, members[x.Id], x.Members)
		}
		seen[x.Id] = true
	}
	for _, m := range g.GroupMembers {
		if !seen[m.Group] {
			return fmt.Errorf("group %s has members, but is not there", m.Group)
		}
	}
	for _, s := range g.Signed {
		if _, err := s.Tasks(); err != nil || seen[s.Hash] {
			return fmt.Errorf("signed order %s is there twice, or its consumed %q is no number", s.Hash, s.Consumed)
		}
		seen[s.Hash] = true
		r.hash("hash of a signed order", s.Hash)
		if s.Presigner != "" {
			r.account("presigner of "+s.Hash, s.Presigner)
		}
	}
	return r.err
}

// validateQueues checks that what waits in line is there.
func (g GenesisState) validateQueues(seen map[string]bool) error {
	var queued []string
	queued = append(append(queued, g.ActiveRequests...), g.NewDeals...)
	for _, w := range g.PendingWakes {
		queued = append(queued, w.OrderId)
	}
	for _, id := range queued {
		if !seen[id] {
			return fmt.Errorf("%s is in line, but no order or deal has this id", id)
		}
	}
	return nil
}

// Validate checks a category's ranges.
func (c Category) Validate() error {
	if err := Text("name", c.Name, 1, MaxNameBytes); err != nil {
		return err
	}
	if err := Text("description", c.Description, 0, MaxDescriptionBytes); err != nil {
		return err
	}
	const year = 365 * 24 * 3600
	switch {
	case c.WorkClockSeconds == 0 || c.WorkClockSeconds > year:
		return ErrBadField.Wrapf("work_clock_seconds is %d, expected 1 to %d", c.WorkClockSeconds, year)
	case c.MaxFuel == 0 || c.MaxFuel > 1<<62:
		return ErrBadField.Wrapf("max_fuel is %d, expected 1 to 2^62", c.MaxFuel)
	case c.MaxMemoryBytes < 1<<20 || c.MaxMemoryBytes > 1<<40:
		return ErrBadField.Wrapf("max_memory_bytes is %d, expected 1 MiB to 1 TiB", c.MaxMemoryBytes)
	case c.MaxOutputBytes == 0 || c.MaxOutputBytes > 1<<40:
		return ErrBadField.Wrapf("max_output_bytes is %d, expected 1 to 1 TiB", c.MaxOutputBytes)
	}
	return nil
}
