package apps

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// check tells whether what an app left in dir is right, not only equal: what is
// right, in some words, or what is wrong.
type check func(dir string) (string, error)

// checks are of the example of each app.
var checks = map[string]check{
	"blender":            frame("frame-0003.png", 96),
	"facial-recognition": faces,
	"factorial":          factorial,
	"ffmpeg":             video,
	"gimp": places("out.png", 320, 200, 50, map[[2]int]colour{
		{3, 100}: {255, 0, 0}, {316, 100}: {0, 0, 255}, {160, 100}: {255, 255, 0},
	}),
	"gmsh":    mesh,
	"gnuplot": curve,
	"imagemagick": places("out.png", 320, 200, 50, map[[2]int]colour{
		{0, 0}: {255, 0, 0}, {319, 199}: {0, 0, 255}, {160, 100}: {128, 0, 128},
	}),
	"lame":     mp3,
	"octave":   contains("result.txt", "the solution of 2x+y=3, x+3y=5", "0.8000", "1.4000"),
	"openfoam": flow,
	"oyente": contains("report.txt", "the reentrancy is found, and nothing else",
		"findings 1\n", "reentrancy at "),
	"r":              contains("result.txt", "the known coefficients of mpg ~ wt", "37.28512616", "-5.344471573"),
	"scikit-learn":   accuracy,
	"stockfish":      move,
	"stockpredictor": forecast,
	"sudoku":         sudoku,
	"vanitygen":      contains("result.txt", "the address begins with aa", "0xaa"),
	"wordcloud-r":    words,
}

func read(dir, name string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	return string(text), err
}

func contains(name, what string, all ...string) check {
	return func(dir string) (string, error) {
		text, err := read(dir, name)
		for _, one := range all {
			if err == nil && !strings.Contains(strings.ToLower(text), strings.ToLower(one)) {
				err = fmt.Errorf("%s has no %q: %q", name, one, text[:min(len(text), 300)])
			}
		}
		return what, err
	}
}

func factorial(dir string) (string, error) {
	text, err := read(dir, "factorial.txt")
	if want := new(big.Int).MulRange(1, 100).String(); err == nil && !strings.Contains(text, want) {
		err = errors.New("it is not the factorial of 100")
	}
	return "equal to math/big", err
}

// sudoku checks each row, column and box, and that the digits that were given stay.
func sudoku(dir string) (string, error) {
	text, err := read(dir, "solution.txt")
	if err != nil {
		return "", err
	}
	solved := strings.ReplaceAll(text, "\n", "")
	given := "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"
	if len(solved) != len(given) {
		return "", fmt.Errorf("%d cells", len(solved))
	}
	seen := map[string]bool{}
	for i, digit := range solved {
		row, column := i/9, i%9
		if given[i] != '.' && rune(given[i]) != digit {
			return "", fmt.Errorf("cell %d was %c and is %c", i, given[i], digit)
		}
		for _, place := range []string{
			fmt.Sprint("row", row), fmt.Sprint("column", column), fmt.Sprint("box", row/3, column/3),
		} {
			key := place + string(digit)
			if seen[key] || digit < '1' || digit > '9' {
				return "", fmt.Errorf("%c is not once in %s", digit, place)
			}
			seen[key] = true
		}
	}
	return "each digit once in each row, column and box", nil
}

// move checks that a move is one of the twenty that white has at the beginning.
func move(dir string) (string, error) {
	text, err := read(dir, "move.txt")
	if err != nil {
		return "", err
	}
	text = strings.TrimSpace(text)
	pawn := regexp.MustCompile(`^([a-h])2([a-h])[34]$`).FindStringSubmatch(text)
	knight := slices.Contains([]string{"b1a3", "b1c3", "g1f3", "g1h3"}, text)
	if !knight && (pawn == nil || pawn[1] != pawn[2]) {
		return "", fmt.Errorf("%q is not legal at the beginning", text)
	}
	return "a legal first move: " + text, nil
}

// mp3 follows the frames of an MPEG layer III file and adds up their duration.
func mp3(dir string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "out.mp3"))
	if err != nil {
		return "", err
	}
	seconds, frames := 0.0, 0
	for at := 0; at+4 <= len(raw); frames++ {
		size, lasts, err := mp3Frame(binary.BigEndian.Uint32(raw[at:]))
		if err != nil {
			return "", fmt.Errorf("frame %d at byte %d: %w", frames, at, err)
		}
		at, seconds = at+size, seconds+lasts
	}
	if seconds < 1 || seconds > 1.4 { // the encoder pads
		return "", fmt.Errorf("%d frames last %.2f s, expected one second and some padding", frames, seconds)
	}
	return fmt.Sprintf("%d frames of layer III, %.2f s", frames, seconds), nil
}

// mp3Frame reads a frame's header (ISO 11172-3, 13818-3, and 2.5 of Fraunhofer).
func mp3Frame(h uint32) (size int, seconds float64, err error) {
	version, layer := h>>19&3, h>>17&3
	if h>>21 != 0x7ff || layer != 1 || version == 1 {
		return 0, 0, fmt.Errorf("%08x is no header of layer III", h)
	}
	rate := []int{44100, 48000, 32000, 0}[h>>10&3]
	kbits := []int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}[h>>12&15]
	samples := 576
	switch version {
	case 3:
		kbits = []int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}[h>>12&15]
		samples = 1152
	case 2:
		rate /= 2
	case 0:
		rate /= 4
	}
	if rate == 0 || kbits == 0 {
		return 0, 0, fmt.Errorf("%08x has no rate", h)
	}
	return samples/8*kbits*1000/rate + int(h>>9&1), float64(samples) / float64(rate), nil
}

// video checks the codec and the duration of an MP4 file.
func video(dir string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "out.mp4"))
	if err != nil {
		return "", err
	}
	at := bytes.Index(raw, []byte("mvhd")) // version, flags, made, changed, units per second, units
	if at < 0 || len(raw) < at+24 || !bytes.Contains(raw, []byte("avc1")) {
		return "", errors.New("no film header, or no H.264 in it")
	}
	units, lasts := binary.BigEndian.Uint32(raw[at+16:]), binary.BigEndian.Uint32(raw[at+20:])
	if seconds := float64(lasts) / float64(units); math.Abs(seconds-2) > 0.05 {
		return "", fmt.Errorf("it lasts %.2f s, expected 2", seconds)
	}
	sizes := bytes.Index(raw, []byte("stsz")) // version, size of all, how many
	if sizes < 0 || len(raw) < sizes+16 {
		return "", errors.New("no table of frames")
	}
	if frames := binary.BigEndian.Uint32(raw[sizes+12:]); frames != 20 {
		return "", fmt.Errorf("%d frames, expected 20", frames)
	}
	return "H.264, 2 s, 20 frames", nil
}

// sound checks that a film has half a second of AAC.
func sound(dir string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "out.mp4"))
	if err != nil {
		return "", err
	}
	at := bytes.Index(raw, []byte("mvhd"))
	if at < 0 || len(raw) < at+24 || !bytes.Contains(raw, []byte("mp4a")) {
		return "", errors.New("no film header, or no AAC in it")
	}
	seconds := float64(binary.BigEndian.Uint32(raw[at+20:])) / float64(binary.BigEndian.Uint32(raw[at+16:]))
	if seconds < 0.4 || seconds > 1.1 {
		err = fmt.Errorf("%.2f s, expected the length of the sound", seconds)
	}
	return "AAC", err
}

// mesh checks that the tetrahedra fill the unit box, and leave it nowhere.
func mesh(dir string) (string, error) {
	text, err := read(dir, "out.msh")
	if err != nil {
		return "", err
	}
	_, nodes, ok := strings.Cut(text, "$Nodes\n")
	nodes, rest, ended := strings.Cut(nodes, "$EndNodes")
	if !ok || !ended {
		return "", errors.New("no nodes")
	}
	at := map[string][3]float64{} // by number
	for line := range strings.Lines(nodes) {
		f := strings.Fields(line)
		if len(f) != 4 {
			continue
		}
		var p [3]float64
		for i := range p {
			if p[i], err = strconv.ParseFloat(f[i+1], 64); err != nil || p[i] < -1e-9 || p[i] > 1+1e-9 {
				return "", fmt.Errorf("node %q is not in the box", line)
			}
		}
		at[f[0]] = p
	}
	volume, solids := 0.0, 0
	for line := range strings.Lines(rest) {
		f := strings.Fields(line)
		if len(f) < 8 || f[1] != "4" { // number, 4 = a tetrahedron, how many tags, tags, four nodes
			continue
		}
		solids++
		n := f[len(f)-4:]
		volume += tetrahedron(at[n[0]], at[n[1]], at[n[2]], at[n[3]])
	}
	if len(at) < 20 || solids < 20 || math.Abs(volume-1) > 1e-6 {
		return "", fmt.Errorf("%d nodes and %d tetrahedra of volume %g, expected 1", len(at), solids, volume)
	}
	return fmt.Sprintf("%d nodes in the box, %d tetrahedra that fill it: volume %.6f", len(at), solids, volume), nil
}

// tetrahedron returns the volume between four places.
func tetrahedron(a, b, c, d [3]float64) float64 {
	var e [3][3]float64
	for i := range 3 {
		e[0][i], e[1][i], e[2][i] = b[i]-a[i], c[i]-a[i], d[i]-a[i]
	}
	det := e[0][0]*(e[1][1]*e[2][2]-e[1][2]*e[2][1]) - e[0][1]*(e[1][0]*e[2][2]-e[1][2]*e[2][0]) +
		e[0][2]*(e[1][0]*e[2][1]-e[1][1]*e[2][0])
	return math.Abs(det) / 6
}

func accuracy(dir string) (string, error) {
	var r struct{ Accuracy float64 }
	text, err := read(dir, "report.json")
	if err == nil {
		err = json.Unmarshal([]byte(text), &r)
	}
	if err == nil && r.Accuracy < 0.95 {
		err = fmt.Errorf("accuracy %g, expected at least 0.95", r.Accuracy)
	}
	return fmt.Sprintf("accuracy %.3f on its own digits", r.Accuracy), err
}

func forecast(dir string) (string, error) {
	var r struct {
		Error float64 `json:"error"`
		Naive float64 `json:"error_of_no_change"`
	}
	text, err := read(dir, "quality.json")
	if err == nil {
		err = json.Unmarshal([]byte(text), &r)
	}
	lines, bad := read(dir, "forecast.csv")
	switch {
	case err != nil || bad != nil:
		return "", errors.Join(err, bad)
	case r.Error >= r.Naive:
		return "", fmt.Errorf("error %g is not below %g of no change", r.Error, r.Naive)
	case strings.Count(lines, "\n") != 11:
		return "", fmt.Errorf("%d lines, expected a header and 10 days", strings.Count(lines, "\n"))
	}
	return fmt.Sprintf("error %.2f, of no change %.2f", r.Error, r.Naive), nil
}

func faces(dir string) (string, error) {
	var r struct {
		Width, Height int
		Faces         [][4]int
	}
	text, err := read(dir, "faces.json")
	if err == nil {
		err = json.Unmarshal([]byte(text), &r)
	}
	if err != nil {
		return "", err
	}
	if len(r.Faces) != 1 {
		return "", fmt.Errorf("%d faces in a portrait", len(r.Faces))
	}
	f := r.Faces[0]
	middle := f[0] + f[2]/2
	if middle < r.Width/4 || middle > r.Width*3/4 || f[1]+f[3]/2 > r.Height*2/3 {
		return "", fmt.Errorf("the face at %v is not where the portrait of %d × %d has it", f, r.Width, r.Height)
	}
	return "one face, where the portrait has it", nil
}

// words compares with what the app wordcount counts.
func words(dir string) (string, error) {
	got, err := read(dir, "words.csv")
	if err != nil {
		return "", err
	}
	out, err := os.MkdirTemp("", "wordcount-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(out) }()
	folder, err := filepath.Abs("../../apps/wordcloud-r")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("go", "run", "../../apps/wordcount") //nolint:noctx // a check has no context
	cmd.Env = append(os.Environ(), "IEXEC_IN="+folder, "IEXEC_OUT="+out, "IEXEC_INPUT_FILES_NUMBER=1",
		"IEXEC_INPUT_FILE_NAME_1=example.txt")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("wordcount: %w: %s", err, said)
	}
	want, err := read(out, "words.txt") // count, as wide as uniq -c makes it, and word
	if err != nil {
		return "", err
	}
	want = regexp.MustCompile(`(?m)^ *(\d+) `).ReplaceAllString(want, "$1,")
	if got != want {
		return "", fmt.Errorf("words.csv is %q, wordcount has %q", got[:min(len(got), 200)], want[:min(len(want), 200)])
	}
	drawn, err := picture(filepath.Join(dir, "cloud.png"), 480, 480, 20)
	return fmt.Sprintf("%d words counted as wordcount does; %s", strings.Count(got, "\n"), drawn), err
}

// flow checks that the last step changed next to nothing, and that what flows with
// the lid flows back below it.
func flow(dir string) (string, error) {
	text, err := read(dir, "residuals.txt")
	if err != nil {
		return "", err
	}
	found := regexp.MustCompile(`Solving for (\w+), Initial residual = ([^,]+)`).FindAllStringSubmatch(text, -1)
	worst := 0.0
	for _, f := range found {
		r, err := strconv.ParseFloat(f[2], 64)
		if err != nil || r > 1e-5 {
			return "", fmt.Errorf("the residual of %s is %s, expected at most 1e-5", f[1], f[2])
		}
		worst = max(worst, r)
	}
	if len(found) < 3 {
		return "", fmt.Errorf("%d residuals, expected those of Ux, Uy and p", len(found))
	}
	field, err := read(dir, "U")
	if err != nil {
		return "", err
	}
	back, err := returns(field)
	return fmt.Sprintf("converged: residuals at most %.0e; %s", worst, back), err
}

// returns adds up the flow through each column of the square's cells: nothing enters it.
func returns(field string) (string, error) {
	var along []float64 // the first of three numbers, row after row from below
	for _, f := range regexp.MustCompile(`(?m)^\(([-+.e0-9]+) `).FindAllStringSubmatch(field, -1) {
		u, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return "", err
		}
		along = append(along, u)
	}
	side := int(math.Sqrt(float64(len(along))))
	if side < 5 || side*side != len(along) {
		return "", fmt.Errorf("a field of %d cells is no square", len(along))
	}
	if top, low := along[side*side-side/2], slices.Min(along); top < 0.3 || low > -0.1 {
		return "", fmt.Errorf("%g m/s below the lid and at least %g, expected over 0.3, and below -0.1", top, low)
	}
	worst := 0.0
	for x := range side {
		sum := 0.0
		for y := range side {
			sum += along[y*side+x]
		}
		worst = max(worst, math.Abs(sum)/float64(side))
	}
	if worst > 0.02 {
		return "", fmt.Errorf("%g m/s flow through a column of cells, expected none", worst)
	}
	return fmt.Sprintf("flow back and forth balance within %.3f m/s", worst), nil
}
