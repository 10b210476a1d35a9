package main

import (
	"encoding/json"
	"log"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// Judge asks the evaluator of the API server.
type Judge struct {
	whole  policy.Evaluator
	checks []policy.Check
	single map[policy.CheckID]policy.Evaluator
}

// NewJudge makes one evaluator of all checks and one for each.
func NewJudge() *Judge {
	judge := &Judge{checks: policy.DefaultChecks(), single: map[policy.CheckID]policy.Evaluator{}}
	whole, err := policy.NewEvaluator(judge.checks, nil)
	check(err)
	judge.whole = whole
	for _, one := range judge.checks {
		evaluator, err := policy.NewEvaluator([]policy.Check{one}, nil)
		check(err)
		judge.single[one.ID] = evaluator
	}
	return judge
}

// Levels gives the checks that refuse a pod at each level.
func (judge *Judge) Levels(pod any, version api.Version) map[api.Level][]string {
	return map[api.Level][]string{
		api.LevelBaseline:   judge.Failed(pod, api.LevelBaseline, version),
		api.LevelRestricted: judge.Failed(pod, api.LevelRestricted, version),
	}
}

// Failed gives the ids of the checks that refuse a pod, sorted.
func (judge *Judge) Failed(pod any, level api.Level, version api.Version) []string {
	typed, err := decode(pod)
	check(err)
	at := api.LevelVersion{Level: level, Version: version}
	overridden := judge.overridden(at)
	failed := []string{}
	for _, one := range judge.checks {
		if slices.Contains(overridden, one.ID) {
			continue
		}
		for _, result := range judge.single[one.ID].EvaluatePod(at, &typed.ObjectMeta, &typed.Spec) {
			if !result.Allowed {
				failed = append(failed, string(one.ID))
			}
		}
	}
	slices.Sort(failed)
	// The parts must add up to the evaluator's own verdict.
	verdict := policy.AggregateCheckResults(judge.whole.EvaluatePod(at, &typed.ObjectMeta, &typed.Spec))
	if verdict.Allowed != (len(failed) == 0) || len(verdict.ForbiddenReasons) != len(failed) {
		log.Fatalf("psa: %v does not add up to %v", failed, verdict.ForbiddenReasons)
	}
	return failed
}

// overridden are the baseline checks that a stricter one of the restricted level stands in for.
func (judge *Judge) overridden(at api.LevelVersion) []policy.CheckID {
	var ids []policy.CheckID
	for _, one := range judge.checks {
		if at.Level != api.LevelRestricted || one.Level != api.LevelRestricted {
			continue
		}
		var current policy.VersionedCheck
		for _, candidate := range one.Versions {
			if !at.Version.Older(candidate.MinimumVersion) {
				current = candidate
			}
		}
		ids = append(ids, current.OverrideCheckIDs...)
	}
	return ids
}

// Understands says whether the API server could read the pod at all.
func (judge *Judge) Understands(pod any) bool {
	_, err := decode(pod)
	return err == nil
}

// decode reads a pod as the API server does, with the one default that a check depends on.
func decode(pod any) (*corev1.Pod, error) {
	text, err := json.Marshal(pod)
	check(err)
	typed := &corev1.Pod{}
	if err := json.Unmarshal(text, typed); err != nil {
		return nil, err
	}
	for i := range typed.Spec.Volumes {
		// SetDefaults_Volume: a volume without a source is an emptyDir.
		if volume := &typed.Spec.Volumes[i]; volume.VolumeSource == (corev1.VolumeSource{}) {
			volume.EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
	return typed, nil
}
