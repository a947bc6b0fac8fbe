// Command film is an iExec app: it renders one frame of a short film.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"strconv"

	"github.com/iexecd/iexecd/apps/internal/contract"
)

// The bounds of the arguments.
const (
	maxFrames = 10_000
	maxWidth  = 640
)

var errArgs = errors.New("expected the number of frames, 1 to 10000, and the width in pixels, 16 to 640")

func main() { contract.Main(run) }

func run(args []string) error {
	if len(args) != 2 {
		return errArgs
	}
	frames, err := strconv.Atoi(args[0])
	if err != nil || frames < 1 || frames > maxFrames {
		return fmt.Errorf("frames is %q: %w", args[0], errArgs)
	}
	width, err := strconv.Atoi(args[1])
	if err != nil || width < 16 || width > maxWidth {
		return fmt.Errorf("width is %q: %w", args[1], errArgs)
	}
	index, err := contract.BotIndex()
	if err != nil {
		return err
	}
	frame := int(index % uint64(frames))
	fmt.Printf("frame %d of %d, %d pixels wide\n", frame, frames, width)
	var file bytes.Buffer
	if err := png.Encode(&file, render(float64(frame)/float64(frames), width)); err != nil {
		return err
	}
	return contract.Finish(fmt.Sprintf("frame%04d.png", frame), file.Bytes())
}
