package main

import secp "github.com/decred/dcrd/dcrec/secp256k1/v4"

// batch is how many points one inversion serves. An inversion costs as much as
// 270 multiplications, all the rest of a point costs 6.
const batch = 128

// point is an affine point of secp256k1, its coordinates normalized.
type point struct{ x, y secp.FieldVal }

// walk goes along the curve in steps of the generator G.
type walk struct {
	base   point        // where the batch starts
	steps  [batch]point // (i+1)·G
	points [batch]point // base + (i+1)·G
}

// newWalk returns a walk that starts at key·G.
func newWalk(key *secp.ModNScalar) *walk {
	w := &walk{base: multiply(key)}
	g := generator()
	sum := g
	for i := range w.steps {
		w.steps[i] = affine(sum)
		var next secp.JacobianPoint
		secp.AddNonConst(&sum, &g, &next)
		sum = next
	}
	return w
}

// advance fills points with the batch after the last one.
func (w *walk) advance() {
	// Montgomery's trick: products[i] = dx[0]·…·dx[i], one inversion of the last,
	// then backwards each inverse is a product of two known ones.
	var dx, products [batch]secp.FieldVal
	negX := negative(&w.base.x)
	negY := negative(&w.base.y)
	for i := range w.steps {
		dx[i].Add2(&w.steps[i].x, &negX).Normalize()
		products[i] = dx[i]
		if i > 0 {
			products[i].Mul2(&products[i-1], &dx[i])
		}
	}
	inverse := products[batch-1]
	inverse.Inverse()
	for i := batch - 1; i >= 0; i-- {
		slope := inverse
		if i > 0 {
			slope.Mul(&products[i-1])
		}
		inverse.Mul(&dx[i])
		var dy secp.FieldVal
		dy.Add2(&w.steps[i].y, &negY)
		slope.Mul(&dy)
		w.points[i] = chord(&w.base, &w.steps[i], &slope)
	}
	w.base = w.points[batch-1]
}

// chord returns p + q, given the slope of the line through them.
func chord(p, q *point, slope *secp.FieldVal) point {
	// x = slope² - p.x - q.x, y = slope·(p.x - x) - p.y
	var sum point
	negQ, negP, negY := negative(&q.x), negative(&p.x), negative(&p.y)
	sum.x.SquareVal(slope).Add(&negP).Add(&negQ).Normalize()
	negX := negative(&sum.x)
	sum.y.Add2(&p.x, &negX).Mul(slope).Add(&negY).Normalize()
	return sum
}

// negative returns -v for a normalized v.
func negative(v *secp.FieldVal) secp.FieldVal {
	var n secp.FieldVal
	n.NegateVal(v, 1)
	return n
}

// multiply returns key·G.
func multiply(key *secp.ModNScalar) point {
	g := generator()
	var p secp.JacobianPoint
	// Not ScalarBaseMult: its table makes the module larger and its start slower.
	secp.ScalarMultNonConst(key, &g, &p)
	return affine(p)
}

func affine(p secp.JacobianPoint) point {
	p.ToAffine()
	p.X.Normalize()
	p.Y.Normalize()
	return point{x: p.X, y: p.Y}
}

// generator returns G, as SEC 2 defines it.
func generator() secp.JacobianPoint {
	var g secp.JacobianPoint
	g.X.SetByteSlice([]byte{
		0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0, 0x62, 0x95, 0xce, 0x87, 0x0b, 0x07,
		0x02, 0x9b, 0xfc, 0xdb, 0x2d, 0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17, 0x98,
	})
	g.Y.SetByteSlice([]byte{
		0x48, 0x3a, 0xda, 0x77, 0x26, 0xa3, 0xc4, 0x65, 0x5d, 0xa4, 0xfb, 0xfc, 0x0e, 0x11, 0x08, 0xa8,
		0xfd, 0x17, 0xb4, 0x48, 0xa6, 0x85, 0x54, 0x19, 0x9c, 0x47, 0xd0, 0x8f, 0xfb, 0x10, 0xd4, 0xb8,
	})
	g.Z.SetInt(1)
	return g
}
