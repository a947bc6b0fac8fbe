package market

import (
	"slices"
	"sort"

	"github.com/iexecd/iexecd/core/ident"
)

// Book is a Source in memory, for simulation, tests and measurements. Its zero
// value is not usable; make it with NewBook.
type Book struct {
	lanes    map[Lane][]*WorkerpoolOrder
	category map[uint64]map[Lane]bool
	heads    map[uint64][]*WorkerpoolOrder // the lanes' first, sorted when asked for
	apps     map[ident.Address][]*AppOrder
	datasets map[ident.Address][]*DatasetOrder
}

// NewBook returns an empty book.
func NewBook() *Book {
	return &Book{
		lanes: map[Lane][]*WorkerpoolOrder{}, category: map[uint64]map[Lane]bool{},
		heads: map[uint64][]*WorkerpoolOrder{},
		apps:  map[ident.Address][]*AppOrder{}, datasets: map[ident.Address][]*DatasetOrder{},
	}
}

// AddWorkerpool rests a pool order.
func (b *Book) AddWorkerpool(o *WorkerpoolOrder) {
	l := o.Lane()
	b.lanes[l] = insert(b.lanes[l], o, comparePools)
	if b.category[o.Category] == nil {
		b.category[o.Category] = map[Lane]bool{}
	}
	b.category[o.Category][l] = true
	delete(b.heads, o.Category)
}

// AddApp rests an app order.
func (b *Book) AddApp(o *AppOrder) { b.apps[o.App] = insert(b.apps[o.App], o, compareApps) }

// AddDataset rests a dataset order.
func (b *Book) AddDataset(o *DatasetOrder) {
	b.datasets[o.Dataset] = insert(b.datasets[o.Dataset], o, compareDatasets)
}

func compareApps(x, y *AppOrder) int { return CompareOffers(x.Price, y.Price, &x.Terms, &y.Terms) }

func compareDatasets(x, y *DatasetOrder) int {
	return CompareOffers(x.Price, y.Price, &x.Terms, &y.Terms)
}

// insert keeps a sorted; appending in order costs nothing.
func insert[T any](a []*T, o *T, compare func(x, y *T) int) []*T {
	return slices.Insert(a, after(a, o, compare), o)
}

// after returns the place of the first element that comes after o.
func after[T any](a []*T, o *T, compare func(x, y *T) int) int {
	if len(a) == 0 || compare(a[len(a)-1], o) <= 0 {
		return len(a)
	}
	return sort.Search(len(a), func(i int) bool { return compare(a[i], o) > 0 })
}

// LaneHeads implements Source.
func (b *Book) LaneHeads(category uint64, last *WorkerpoolOrder, most int) ([]*WorkerpoolOrder, error) {
	if b.heads[category] == nil {
		all := make([]*WorkerpoolOrder, 0, len(b.category[category]))
		for l := range b.category[category] { //det:ok sorted right below
			all = append(all, b.lanes[l][0])
		}
		slices.SortFunc(all, comparePools)
		b.heads[category] = all
	}
	return page(b.heads[category], last, most, comparePools), nil
}

// NextInLane implements Source.
func (b *Book) NextInLane(o *WorkerpoolOrder) (*WorkerpoolOrder, error) {
	lane := b.lanes[o.Lane()]
	if i := after(lane, o, comparePools); i < len(lane) {
		return lane[i], nil
	}
	return nil, nil //nolint:nilnil // no next order is an answer here, not a failure
}

// AppOrders implements Source.
func (b *Book) AppOrders(app ident.Address, last *AppOrder, most int) ([]*AppOrder, error) {
	return page(b.apps[app], last, most, compareApps), nil
}

// DatasetOrders implements Source.
func (b *Book) DatasetOrders(dataset ident.Address, last *DatasetOrder, most int) ([]*DatasetOrder, error) {
	return page(b.datasets[dataset], last, most, compareDatasets), nil
}

func page[T any](all []*T, last *T, most int, compare func(x, y *T) int) []*T {
	if last != nil {
		all = all[after(all, last, compare):]
	}
	return all[:min(len(all), most)]
}
