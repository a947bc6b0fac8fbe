package poco

import (
	"fmt"
	"slices"
)

// keep keeps an answer to show it if it is accepted. Of equal answers the one
// that proves most is kept, in whatever order they come: a failure, which its
// digest proves, else callback data, which it proves too, else the bare digest.
func (s *stepper) keep(a Answer) {
	answers := &s.task.Answers
	if s.task.State == StateAuditing {
		answers = &s.task.Audit.Answers
	}
	i := slices.IndexFunc(*answers, func(b Answer) bool { return b.Digest == a.Digest })
	switch {
	case i < 0:
		*answers = append(*answers, a)
	case proof(a) > proof((*answers)[i]):
		(*answers)[i] = a
	}
}

func proof(a Answer) int {
	switch {
	case a.Cause != CauseOK:
		return 2
	case len(a.Callback) > 0:
		return 1
	}
	return 0
}

// checkAnswer checks what the chain can check of an answer: that the digest of
// a failure or of callback data is the digest of what is shown.
func checkAnswer(a Answer, p Params) error {
	switch {
	case a.Cause == CauseUnspecified || a.Cause > CauseTimeout:
		return fmt.Errorf("%w: unknown cause %d", ErrBadAnswer, a.Cause)
	case len(a.Tail) > MaxTailBytes:
		return fmt.Errorf("%w: tail of %d bytes, at most %d", ErrBadAnswer, len(a.Tail), MaxTailBytes)
	case len(a.Callback) > int(p.MaxCallbackBytes):
		return fmt.Errorf("%w: callback of %d bytes, at most %d", ErrBadAnswer, len(a.Callback), p.MaxCallbackBytes)
	case a.Cause != CauseOK && len(a.Callback) > 0:
		return fmt.Errorf("%w: a failed app has no callback data", ErrBadAnswer)
	case a.Cause != CauseOK && FailureDigest(a.Cause, a.ExitCode, a.Tail) != a.Digest:
		return fmt.Errorf("%w: digest %s is not that of the failure", ErrBadAnswer, a.Digest)
	case a.Cause == CauseOK && (a.ExitCode != 0 || a.Tail != ""):
		return fmt.Errorf("%w: exit code %d and tail with a good end", ErrBadAnswer, a.ExitCode)
	case len(a.Callback) > 0 && CallbackDigest(a.Callback) != a.Digest:
		return fmt.Errorf("%w: digest %s is not that of the callback data", ErrBadAnswer, a.Digest)
	}
	return nil
}
