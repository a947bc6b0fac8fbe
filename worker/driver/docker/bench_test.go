package docker

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
)

// raw runs an app as somebody would who uses the daemon's API himself, with the same
// walls and without any of the driver's checks.
func raw(tb testing.TB, d *Driver, s driver.Spec, name string) {
	tb.Helper()
	ctx := context.Background()
	host, err := d.hostConfig(ctx, s.Limits)
	require.NoError(tb, err)
	host.Mounts = []mount.Mount{
		{Type: mount.TypeBind, Source: s.InDir, Target: driver.GuestIn, ReadOnly: true},
		{Type: mount.TypeBind, Source: s.OutDir, Target: driver.GuestOut},
	}
	made, err := d.daemon.ContainerCreate(ctx, client.ContainerCreateOptions{
		Name: name, HostConfig: host,
		Config: &container.Config{
			Image: s.App, Cmd: s.Args, NetworkDisabled: true, AttachStdout: true, AttachStderr: true,
		},
	})
	require.NoError(tb, err)
	stream, err := d.daemon.ContainerAttach(ctx, made.ID, client.ContainerAttachOptions{
		Stream: true, Stdout: true, Stderr: true,
	})
	require.NoError(tb, err)
	ended := d.daemon.ContainerWait(ctx, made.ID, client.ContainerWaitOptions{
		Condition: container.WaitConditionNextExit,
	})
	_, err = d.daemon.ContainerStart(ctx, made.ID, client.ContainerStartOptions{})
	require.NoError(tb, err)
	_, err = stdcopy.StdCopy(io.Discard, io.Discard, stream.Reader)
	require.NoError(tb, err)
	stream.Close()
	select {
	case r := <-ended.Result:
		require.Zero(tb, r.StatusCode)
	case err := <-ended.Error:
		require.NoError(tb, err)
	}
	_, err = d.daemon.ContainerRemove(ctx, made.ID, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
	require.NoError(tb, err)
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// BenchmarkOverhead runs the same app through the driver and with the daemon's own
// API, by turns, and reports the ratio of the medians.
func BenchmarkOverhead(b *testing.B) {
	const runs = 20
	d := newDriver(b)
	app := importGuest(b, d.daemon)
	for b.Loop() {
		var ours, theirs []time.Duration
		for i := range runs {
			s := drivertest.NewSpec(b, app, "copy")
			s.TaskID = ident.Keccak256([]byte(fmt.Sprint(b.Name(), i)))
			began := time.Now()
			out, err := d.Run(b.Context(), s)
			ours = append(ours, time.Since(began))
			require.NoError(b, err)
			require.Equal(b, poco.CauseOK, out.Cause)

			s = drivertest.NewSpec(b, app, "exit", "0")
			began = time.Now()
			raw(b, d, s, fmt.Sprintf("iexecd-bench-%s-%d", d.options.Name, i))
			theirs = append(theirs, time.Since(began))
		}
		b.ReportMetric(float64(median(ours).Milliseconds()), "driver-ms")
		b.ReportMetric(float64(median(theirs).Milliseconds()), "api-ms")
		b.ReportMetric(float64(median(ours))/float64(median(theirs)), "ratio")
	}
}

// BenchmarkThroughput runs 100 tasks of a small image in 4 slots.
func BenchmarkThroughput(b *testing.B) {
	const tasks, slots = 100, 4
	d := newDriver(b)
	app := importGuest(b, d.daemon)
	for b.Loop() {
		began := time.Now()
		next := make(chan int)
		var group sync.WaitGroup
		for range slots {
			group.Go(func() {
				for i := range next {
					s := drivertest.NewSpec(b, app, "copy")
					s.TaskID = ident.Keccak256([]byte(fmt.Sprint(b.Name(), i)))
					out, err := d.Run(b.Context(), s)
					if err != nil || out.Cause != poco.CauseOK {
						b.Errorf("task %d: cause %d, %v", i, out.Cause, err)
					}
				}
			})
		}
		for i := range tasks {
			next <- i
		}
		close(next)
		group.Wait()
		b.ReportMetric(tasks/time.Since(began).Seconds(), "tasks/s")
	}
}
