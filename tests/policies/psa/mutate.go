package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Mutator makes pods from pods.
type Mutator struct{ random *rand.Rand }

// NewMutator is deterministic: one seed, one series of pods.
func NewMutator(seed uint64) *Mutator {
	return &Mutator{rand.New(rand.NewPCG(seed, 36))}
}

type object = map[string]any

// Pod takes a pod that passes, sometimes adds containers, and changes up to six fields.
func (m *Mutator) Pod(bases []any) any {
	pod := clone(bases[m.random.IntN(len(bases))]).(object)
	spec := pod["spec"].(object)
	m.containers(spec)
	for range 1 + m.random.IntN(6) {
		m.change(pod, spec)
	}
	return pod
}

// containers adds some, made like those that are there.
func (m *Mutator) containers(spec object) {
	first := spec["containers"].([]any)[0]
	for _, list := range []string{"containers", "initContainers", "ephemeralContainers"} {
		if !m.oneIn(3) {
			continue
		}
		more := clone(first).(object)
		more["name"] = fmt.Sprintf("more-%d", m.random.IntN(1000))
		if list == "initContainers" && m.oneIn(2) {
			more["restartPolicy"] = "Always"
		}
		have, _ := spec[list].([]any)
		spec[list] = append(have, more)
	}
}

// change sets one field, of the pod or of one of its containers.
func (m *Mutator) change(pod, spec object) {
	switch m.random.IntN(8) {
	case 0:
		set(spec, pick(m, []string{"hostNetwork", "hostPID", "hostIPC", "hostUsers"}), pick(m, values(truths)))
	case 1:
		path, to := m.from(podFields)
		set(spec, path, to)
	case 2:
		path, to := m.from(securityFields)
		set(spec, "securityContext."+path, to)
	case 3:
		if metadata, ok := pod["metadata"].(object); ok && m.oneIn(3) {
			key := "container.apparmor.security.beta.kubernetes.io/container1"
			metadata["annotations"] = object{key: pick(m, []any{"", "runtime/default", "localhost/x", "unconfined", "x"})}
		} else {
			spec["volumes"] = m.volumes()
		}
	default:
		container := m.container(spec)
		if m.oneIn(2) {
			path, to := m.from(securityFields)
			set(container, "securityContext."+path, to)
		} else {
			path, to := m.from(containerFields)
			set(container, path, to)
		}
	}
}

func (m *Mutator) container(spec object) object {
	var all []object
	for _, list := range []string{"containers", "initContainers", "ephemeralContainers"} {
		items, _ := spec[list].([]any)
		for _, item := range items {
			all = append(all, item.(object))
		}
	}
	return pick(m, all)
}

func (m *Mutator) volumes() []any {
	volumes := []any{}
	for i := range m.random.IntN(4) {
		volume := object{"name": fmt.Sprintf("v%d", i)}
		// Without a source it is an emptyDir, with null too.
		if !m.oneIn(8) {
			volume[pick(m, volumeTypes)] = pick(m, []any{object{}, object{}, object{}, nil})
		}
		volumes = append(volumes, volume)
	}
	return volumes
}

func (m *Mutator) from(table []field) (string, any) {
	one := pick(m, table)
	return one.path, clone(pick(m, values(one.json)))
}

func (m *Mutator) oneIn(n int) bool { return m.random.IntN(n) == 0 }

func pick[T any](m *Mutator, all []T) T { return all[m.random.IntN(len(all))] }

// set makes the objects on the way; one that is null there already stays, as a user may write it.
func set(owner object, path string, value any) {
	steps := strings.Split(path, ".")
	for _, step := range steps[:len(steps)-1] {
		next, ok := owner[step].(object)
		if !ok {
			next = object{}
			owner[step] = next
		}
		owner = next
	}
	owner[steps[len(steps)-1]] = value
}

func clone(value any) any {
	text, err := json.Marshal(value)
	check(err)
	var copied any
	check(json.Unmarshal(text, &copied))
	return copied
}
