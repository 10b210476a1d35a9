package main

import "encoding/json"

// A field and the values that it is given, a JSON list. Every value that a check knows is here, its neighbours in
// spelling, null and empty.
type field struct{ path, json string }

const truths = `[true, true, false, null]`

const types = `["RuntimeDefault", "Localhost", "Unconfined", "", "runtimedefault", null]`

var podFields = []field{
	{"os.name", `["linux", "windows", "windows", ""]`},
	{"os", `[null, {}]`},
	{"securityContext", `[null, {}, {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}}]`},
	{"securityContext.sysctls", `[[], null, [{"name": "net.ipv4.tcp_rmem", "value": "1"}],
		[{"name": "net.ipv4.tcp_syncookies", "value": "1"}, {"name": "kernel.msgmax", "value": "1"}],
		[{"name": "net.ipv4.ip_local_reserved_ports", "value": "1"}, {"name": "net.ipv4.tcp_wmem", "value": "1"}],
		[{"name": "net.ipv4.tcp_notsent_lowat", "value": "1"}], [{"name": "net.ipv4.tcp_slow_start_after_idle", "value": "1"}],
		[{"name": "", "value": "1"}], [{"name": "net/ipv4/tcp_rmem", "value": "1"}], [{"value": "1"}]]`},
}

// What a pod and its containers have in common.
var securityFields = []field{
	{"runAsNonRoot", truths},
	{"runAsNonRoot", truths},
	{"runAsUser", `[0, 1, 1000, 65534, null]`},
	{"seccompProfile", `[null, {}, {"type": "Localhost", "localhostProfile": "x"}]`},
	{"seccompProfile.type", types},
	{"seccompProfile.type", types},
	{"appArmorProfile", `[null, {}]`},
	{"appArmorProfile.type", types},
	{"seLinuxOptions", `[null, {}, {"level": "s0:c1"}, {"user": "u", "role": "r", "type": "t"}]`},
	{"seLinuxOptions.type", `["container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t", "", null]`},
	{"seLinuxOptions.user", `["", "system_u", null]`},
	{"seLinuxOptions.role", `["", "system_r", null]`},
	{"windowsOptions", `[null, {}]`},
	{"windowsOptions.hostProcess", truths},
	{"fsGroup", `[0, 1000, null]`},
}

var containerFields = []field{
	{"securityContext", `[null, {}, {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}]`},
	{"securityContext.privileged", truths},
	{"securityContext.allowPrivilegeEscalation", truths},
	{"securityContext.readOnlyRootFilesystem", truths},
	{"securityContext.procMount", `["Default", "Unmasked", "default", "", null]`},
	{"securityContext.capabilities", `[null, {}, {"add": null, "drop": null}]`},
	{"securityContext.capabilities.drop", `[[], null, ["ALL"], ["all"], ["NET_RAW"], ["NET_RAW", "ALL"], ["CAP_ALL"]]`},
	{"securityContext.capabilities.add", `[[], null, ["NET_BIND_SERVICE"], ["CAP_NET_BIND_SERVICE"], ["ALL"], ["SYS_ADMIN"],
		["AUDIT_WRITE"], ["CHOWN", "KILL"], ["DAC_OVERRIDE"], ["FOWNER"], ["FSETID"], ["MKNOD"], ["SETFCAP"], ["SETGID"],
		["SETPCAP"], ["SETUID"], ["SYS_CHROOT"], ["NET_RAW"], ["NET_BIND_SERVICE", "NET_ADMIN"], ["chown"], [""]]`},
	{"ports", `[[], null, [{"containerPort": 80}], [{"containerPort": 80, "hostPort": 0}], [{"containerPort": 80, "hostPort": null}],
		[{"containerPort": 80, "hostPort": 80}], [{"containerPort": 80}, {"containerPort": 81, "hostPort": 81}]]`},
	{"livenessProbe", probes},
	{"readinessProbe", probes},
	{"startupProbe", probes},
	{"lifecycle.postStart", probes},
	{"lifecycle.preStop", probes},
	{"lifecycle", `[null, {}]`},
	{"restartPolicy", `["Always", null]`},
}

const probes = `[null, {}, {"httpGet": {"port": 80}}, {"httpGet": {"port": 80, "host": ""}}, {"httpGet": {"port": 80, "host": null}},
	{"httpGet": {"port": 80, "host": "10.0.0.1"}}, {"httpGet": {"port": 80, "host": "localhost"}}, {"httpGet": {"port": 80, "host": "127.0.0.1"}},
	{"tcpSocket": {"port": 80}}, {"tcpSocket": {"port": 80, "host": "10.0.0.1"}}, {"tcpSocket": {"port": 80, "host": "::1"}},
	{"grpc": {"port": 80}}, {"exec": {"command": ["true"]}}, {"sleep": {"seconds": 1}}]`

// Every source of core/v1 VolumeSource.
var volumeTypes = []string{
	"awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi", "downwardAPI", "emptyDir",
	"ephemeral", "fc", "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "hostPath", "hostPath", "image",
	"iscsi", "nfs", "persistentVolumeClaim", "photonPersistentDisk", "portworxVolume", "projected", "quobyte", "rbd",
	"scaleIO", "secret", "storageos", "vsphereVolume",
}

func values(list string) []any {
	var all []any
	check(json.Unmarshal([]byte(list), &all))
	return all
}
