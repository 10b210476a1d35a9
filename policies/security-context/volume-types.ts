import type { Field } from "../support/field";
import type { Report } from "../support/report";
import { podRule } from "../support/rule";
import type { Level } from "../support/seen";
import { podSecurity } from "./pod-security";

// check_restrictedVolumes.go, check_hostPathVolumes.go
const allowed = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

export const volumeTypes = podRule({
  name: "volume-types",
  displayName: "Volume types",
  description: "Pods mount no directory of their node, and in a restricted namespace only volume types that are safe.",
  severity: "high",
  remediationSteps: "Use emptyDir, a PersistentVolumeClaim, a ConfigMap, a Secret or another allowed type.",
  ...podSecurity("Restricted", "Volume Types"),
  covers: ["checkov CKV_K8S_27", "trivy KSV006", "trivy KSV023", "trivy KSV028"],
  from: "baseline",
  check(pod, report, { level }) {
    for (const volume of pod.spec.at("volumes").items()) {
      if (report.readable(volume)) {
        // A volume without a source is an emptyDir: SetDefaults_Volume, kubernetes v1.36 pkg/apis/core/v1/defaults.go.
        for (const [type, source] of volume.entries()) {
          judge(report, level, volume, type, source);
        }
      }
    }
  },
});

function judge(report: Report, level: Level, volume: Field, type: string, source: Field): void {
  if (type === "name" || source.absent) {
    return;
  }
  const banned = level === "restricted" ? !allowed.includes(type) : type === "hostPath";
  if (!banned) {
    // Not its content, only that it is an object: `emptyDir: 3` is no emptyDir.
    report.readable(source.at("*"));
  } else if (report.readable(source)) {
    report.violation({
      what: `volume "${volume.at("name").string ?? "?"}" is of type ${type || "unknown"}`,
      why:
        type === "hostPath"
          ? "a directory of the node is a way out of the container, and gone when the pod moves"
          : `a restricted namespace allows ${allowed.join(", ")} only`,
      fix: `Replace ${source.path} by an allowed type, such as emptyDir or persistentVolumeClaim`,
    });
  }
}
