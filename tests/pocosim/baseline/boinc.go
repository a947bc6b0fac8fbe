package baseline

import "slices"

// Boinc is BOINC's adaptive replication. A host is trusted with a job alone if
// its last ten or more replicated results in a row were valid, and then with
// probability 1 - 1/n, n how many in a row; else the job needs two that agree.
// A valid replicated result adds one, an invalid one sets n to 0; a result that
// nobody checked changes nothing. Source: BOINC, sched/sched_version.cpp
// (set_trust) and sched/validator.cpp (is_valid, is_invalid).
type Boinc struct{ valid []int }

// boincTrust is BOINC's CONS_VALID_UNREPLICATED.
const boincTrust = 10

// NewBoinc returns the scheme with no record of any worker.
func NewBoinc(workers int) *Boinc { return &Boinc{valid: make([]int, workers)} }

// Name tells the scheme.
func (*Boinc) Name() string { return "boinc-adaptive" }

// Trusted reports whether a worker may get jobs alone.
func (s *Boinc) Trusted(w int) bool { return s.valid[w] >= boincTrust }

// Task gives a job to one worker, and to more until two agree unless it is trusted.
func (s *Boinc) Task(p *population) (Answer, bool) {
	next := p.draw(1)
	if w := next[0]; s.Trusted(w) && p.rng.Float64() > 1/float64(s.valid[w]) {
		return p.answer(w), true
	}
	var answers []Answer
	for len(next) > 0 {
		a := p.answer(next[0])
		if slices.Contains(answers, a) {
			s.judge(p.drawn, append(answers, a), a)
			return a, true
		}
		answers = append(answers, a)
		next = p.draw(1)
	}
	return 0, false
}

func (s *Boinc) judge(workers []int, answers []Answer, right Answer) {
	for i, w := range workers {
		s.valid[w]++
		if answers[i] != right {
			s.valid[w] = 0
		}
	}
}
