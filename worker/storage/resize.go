package storage

// Resize changes the most that the blobs may be together. If they are more, the
// longest unused go; what is pinned stays, and until it goes the store is full.
func (s *Store) Resize(budgetBytes uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.budget = budgetBytes
	return s.drop(0)
}

func (s *Store) limit() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.budget
}
