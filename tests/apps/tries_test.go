package apps

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// try is a run beside the example: what must come out, or what it must refuse.
type try struct {
	args    string
	inputs  map[string][]byte
	check   check
	refused string
}

func input(name, content string) map[string][]byte { return map[string][]byte{name: []byte(content)} }

// equals checks a whole file.
func equals(name, want string) check {
	return func(dir string) (string, error) {
		text, err := read(dir, name)
		if err == nil && text != want {
			err = fmt.Errorf("%s is %q, expected %q", name, text[:min(len(text), 300)], want)
		}
		return want, err
	}
}

func sized(width, height, colours int) check {
	return func(dir string) (string, error) {
		return picture(filepath.Join(dir, "out.png"), width, height, colours)
	}
}

// ppm is a picture: left half one colour, right half another.
func ppm(width, height int, left, right [3]byte) []byte {
	out := fmt.Appendf(nil, "P6\n%d %d\n255\n", width, height)
	for range height {
		for x := range width {
			if x < width/2 {
				out = append(out, left[:]...)
			} else {
				out = append(out, right[:]...)
			}
		}
	}
	return out
}

// wav is what the sound of the example is, cut short: n samples of silence.
func wav(n int) []byte {
	head, err := os.ReadFile("../../apps/lame/example.wav")
	if err != nil {
		panic(err)
	}
	return append(head[:44:44], make([]byte, 2*n)...)
}

// The sample contracts. call is what pushes the seven words of a CALL and calls.
const (
	call  = "6000600060006000600060006000f1"
	store = "6001600055"
)

func inverted(dir string) (string, error) {
	img, err := decode(filepath.Join(dir, "out.png"))
	if err != nil {
		return "", err
	}
	left, right := colourAt(img, 4, 8), colourAt(img, 28, 8)
	if left != (colour{0, 255, 255}) || right != (colour{255, 255, 0}) {
		err = fmt.Errorf("red and blue became %v and %v", left, right)
	}
	return "red is cyan, blue is yellow", err
}

// noFaces expects a picture without a face to have none.
func noFaces(dir string) (string, error) {
	text, err := read(dir, "faces.json")
	if err == nil && !strings.Contains(text, `"faces": []`) {
		err = errors.New("a face in a picture of two colours: " + text)
	}
	return "no face", err
}

var twoColours = ppm(32, 16, [3]byte{255, 0, 0}, [3]byte{0, 0, 255})

// tries are of each image.
var tries = map[string]map[string]try{
	"blender": {
		"index of the bag": {args: "index 24 48 2", check: frame("frame-0000.png", 48)},
		"no frame":         {args: "one", refused: "one is not a whole number"},
		"too wide":         {args: "0 24 5000", refused: "width 5000"},
		"an odd number":    {args: "0 08 96 4", check: frame("frame-0000.png", 96)},
	},
	"facial-recognition": {
		"no face": {
			inputs: map[string][]byte{"a.ppm": ppm(200, 100, [3]byte{200, 30, 40}, [3]byte{0, 0, 9})},
			check:  noFaces,
		},
		"no picture":   {inputs: input("a.png", "text"), refused: "the input is no picture"},
		"no number":    {args: "small", refused: "small is not the least side"},
		"out of range": {args: "9", refused: "9 is not the least side of a face in pixels, 10 to 2000"},
	},
	"ffmpeg": {
		"nothing":      {refused: "no input file and no arguments"},
		"no codec":     {args: "-f lavfi -i testsrc=duration=1 -c:v nosuch", refused: "Unknown encoder 'nosuch'"},
		"no file":      {args: "-i nosuch.mp4", refused: "nosuch.mp4: No such file or directory"},
		"with a sound": {args: "-c:a aac -b:a 64k", inputs: map[string][]byte{"a.wav": wav(22050)}, check: sound},
	},
	"gimp": {
		"invert an input": {args: "invert", inputs: map[string][]byte{"a.ppm": twoColours}, check: inverted},
		"edge":            {args: "edge 64 48", check: sized(64, 48, 3)},
		"no effect":       {args: "sharpen", refused: "sharpen is no effect: expected blur, edge or invert"},
		"no picture":      {args: "blur", inputs: input("a.png", "text"), refused: "GIMP wrote no picture"},
		"no size":         {args: "blur 4 4", refused: "4 pixels: expected 8 to 4000"},
	},
	"gmsh": {
		"geometry of a file": {
			inputs: input("a.geo", "SetFactory(\"OpenCASCADE\");\nBox(1) = {0,0,0,1,1,1};\nMesh.MeshSizeMax = 0.4;\n"),
			check:  mesh,
		},
		"no number":   {args: "one", refused: "one is not a length"},
		"no geometry": {inputs: input("a.geo", "this is not one"), refused: "syntax error"},
	},
	"gnuplot": {
		"script of a file": {
			inputs: input("a.gp", "set title 'x'\nplot [0:1] x**2, x**3\n"),
			check:  sized(640, 480, 10),
		},
		"nothing":       {refused: "arguments: what to plot"},
		"no expression": {args: "'sin(x'", refused: "line 1:"},
		"plots nothing": {inputs: input("a.gp", "a = 1\n"), refused: "plotted nothing"},
	},
	"imagemagick": {
		"of an input": {args: "-negate", inputs: map[string][]byte{"a.ppm": twoColours}, check: inverted},
		"noise":       {args: "-size 64x48 plasma:red-blue", check: sized(64, 48, 50)},
		"nothing":     {refused: "arguments: those of convert"},
		"no such":     {args: "nosuch.png", refused: "unable to open image"},
	},
	"lame": {
		"variable rate": {args: "-V 2", inputs: map[string][]byte{"a.wav": wav(22050)}, check: mp3},
		"nothing":       {refused: "no input file: give a WAV file with --input"},
		"no sound":      {inputs: input("a.wav", "text"), refused: "the input is neither WAV nor AIFF"},
		"no option": {
			args:    "--nosuch",
			inputs:  map[string][]byte{"a.wav": wav(100)},
			refused: "unrecognized option --nosuch",
		},
	},
	"octave": {
		"script of a file": {
			inputs: input("a.m", "printf('%d\\n', det(magic(3)) * rank(magic(4)))\n"),
			check:  contains("result.txt", "", "-1080"),
		},
		"functions": {
			inputs: input("a.m", "function y = f(x)\n  y = 2 * x;\nend\ndisp(f(21))\n"),
			check:  equals("result.txt", "42\n"),
		},
		"random":   {args: "'disp(all(rand(3,1) > 0))'", check: equals("result.txt", "1\n")},
		"nothing":  {refused: "arguments: Octave statements"},
		"an error": {args: "'x = [1 2] * [3 4]'", refused: "nonconformant"},
	},
	"openfoam": {
		"thicker":      {args: "10 0.1", check: flow},
		"thinner":      {args: "16 0.002", check: flow},
		"no number":    {args: "ten", refused: "ten is not a number of cells"},
		"too many":     {args: "500", refused: "500 cells a side: expected 5 to 100"},
		"no viscosity": {args: "10 thick", refused: "thick is not a viscosity"},
		"too thin":     {args: "10 0", refused: "0 is not a viscosity in m²/s from 0.001 to 1"},
	},
	"oyente": {
		"state before the call": {args: store + call + "155000", check: contains("report.txt", "", "findings 0\n")},
		"of a file": {
			inputs: input("a.hex", "0x"+call+"\n"+"5000\n"),
			check:  contains("report.txt", "", "unchecked call at "),
		},
		"nothing":   {refused: "no bytecode"},
		"no digits": {args: "hello", refused: "no bytecode"},
	},
	"r": {
		"script of a file": {
			inputs: input("a.R", "cat(sum(1:100), round(sd(c(2,4,4,4,5,5,7,9)), 6))\n"),
			check:  equals("result.txt", "5050 2.13809"),
		},
		"random":        {args: "'rnorm(1)'", check: contains("result.txt", "", "-0.6264538107")},
		"nothing":       {refused: "arguments: an R expression"},
		"an error":      {args: "'stop(\"too bad\")'", refused: "too bad"},
		"no expression": {args: "'1 +'", refused: "unexpected"},
	},
	"scikit-learn": {
		"forest":   {args: "forest 3", check: accuracy},
		"logistic": {args: "logistic 2", check: accuracy},
		"no model": {args: "guess", refused: "guess is no model: expected one of svm, forest, logistic"},
		"no seed":  {args: "svm x", refused: "x is not a seed"},
		"big seed": {args: "svm 99999999999", refused: "99999999999 is not a seed"},
		"no table": {
			args:    "svm",
			inputs:  input("a.csv", "a,b\nc,d\n"),
			refused: "the input is no table of numbers",
		},
		"too small": {args: "svm", inputs: input("a.csv", "1,2\n"), refused: "the input"},
	},
	"stockfish": {
		"mate in one":   {args: "'6k1/5ppp/8/8/8/8/8/R3K3 w - - 0 1' 8", check: equals("move.txt", "a1a8\n")},
		"promotes":      {args: "'k7/2P5/1K6/8/8/8/8/8 w - - 0 1' 8", check: contains("move.txt", "", "c7c8")},
		"mated already": {args: "'R5k1/5ppp/8/8/8/8/8/4K3 b - - 0 1' 5", refused: "has no legal move"},
		"no position":   {args: "nonsense 5", refused: "nonsense is neither startpos nor a position in FEN"},
		"no king":       {args: "'8/8/8/8/8/8/8/4K3 w - - 0 1' 5", refused: "one king of each colour"},
		"commands": {
			args:    "'8/8/8/8/8/8/8/k3K3 w - - 0 1\nquit' 5",
			refused: "neither startpos nor a position in FEN",
		},
		"no depth":    {args: "startpos deep", refused: "depth deep is not a number from 1 to 30"},
		"narrow row":  {args: "'7/8/8/8/8/8/8/k3K3 w - - 0 1' 5", refused: "the row 7 is not 8 squares wide"},
		"depth of 31": {args: "startpos 31", refused: "depth 31 is not from 1 to 30"},
		"nothing":     {refused: "arguments: startpos or a position in FEN"},
	},
	"stockpredictor": {
		"nothing":   {refused: "no input file"},
		"no number": {args: "ten", inputs: input("a.csv", "day,price\n"), refused: "ten is not a number of days"},
		"too short": {
			args:    "5",
			inputs:  input("a.csv", "day,price\n1,2\n"),
			refused: "the series has 1 days, expected at least",
		},
		"no table": {args: "5", inputs: input("a.csv", "day;price\n1;2\n"), refused: "the input is no table"},
	},
	"sudoku": {
		"of a file": {
			inputs: input("a.txt", "53..7....\n6..195...\n.98....6.\n8...6...3\n4..8.3..1\n7...2...6\n"+
				".6....28.\n...419..5\n....8..79\n"),
			check: sudoku,
		},
		"too short": {args: "123", refused: "3 cells, expected 81"},
		"twice":     {args: "11" + strings.Repeat(".", 79), refused: "is there already in its row"},
		"no solution": {
			args:    "12345678.........9" + strings.Repeat(".", 63),
			refused: "this Sudoku has no solution",
		},
		"nothing": {refused: "0 cells, expected 81"},
	},
	"wordcloud-r": {
		"one word":  {inputs: input("a.txt", "Word, WORD word!\n"), check: equals("words.csv", "3,word\n")},
		"nothing":   {refused: "no input file"},
		"no words":  {inputs: input("a.txt", "1 2 3\n"), refused: "the text has no words"},
		"no number": {args: "many", inputs: input("a.txt", "a"), refused: "many is not a number of words"},
		"other letters": {
			inputs: input("a.txt", "na\xefve \xff caf\xc3\xa9 caf\n"),
			check:  equals("words.csv", "2,caf\n1,na\n1,ve\n"),
		},
	},
}
