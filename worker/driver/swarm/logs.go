package swarm

import (
	"context"
	"sync"
	"time"

	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/worker/driver/docker"
)

// live tells what an app says while it says it, each byte once.
type live struct {
	tell   func(stderr bool, p []byte) // nil = nobody listens
	once   sync.Once
	stream sync.WaitGroup
	stop   context.CancelFunc // of following, if it began
	told   [2]int             // bytes of stdout and of stderr
}

func (l *live) wait() { l.stream.Wait() }

func at(stderr bool) int {
	if stderr {
		return 1
	}
	return 0
}

// follow begins to tell what a task says. That it cannot is no failure: what it did
// not tell is told at the end.
func (j *job) follow(ctx context.Context, task string) {
	if j.spec.Live == nil {
		return
	}
	j.live.once.Do(func() {
		ctx, cancel := context.WithCancel(ctx)
		j.live.stop = cancel
		j.live.stream.Go(func() {
			logs, err := j.daemon.TaskLogs(ctx, task, client.TaskLogsOptions{
				ShowStdout: true, ShowStderr: true, Follow: true,
			})
			if err != nil {
				return
			}
			defer func() { _ = logs.Close() }()
			_ = docker.NewSaid(func(stderr bool, p []byte) {
				j.live.told[at(stderr)] += len(p)
				j.live.tell(stderr, p)
			}).Read(logs)
		})
	})
}

// listenWithin is how long a machine may take to send what an app said.
const listenWithin = time.Minute

// listen returns all that is kept of what a task said.
func (j *job) listen(ctx context.Context, task string) (*docker.Said, error) {
	j.live.end()
	ctx, cancel := context.WithTimeout(ctx, listenWithin)
	defer cancel()
	logs, err := j.daemon.TaskLogs(ctx, task, client.TaskLogsOptions{ShowStdout: true, ShowStderr: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = logs.Close() }()
	said := docker.NewSaid(nil)
	if err := said.Read(logs); err != nil {
		return nil, err
	}
	if j.live.tell == nil {
		return said, nil
	}
	stdout, stderr := said.Heads()
	for i, all := range [][]byte{stdout, stderr} {
		if rest := all[min(j.live.told[i], len(all)):]; len(rest) > 0 {
			j.live.tell(i == 1, rest)
		}
	}
	return said, nil
}

// end ends following, and waits for its end.
func (l *live) end() {
	if l.stop != nil {
		l.stop()
	}
	l.wait()
}
