import { type CasesByAlert, perSecond, steady } from "../support/promtool";

const apiserver = `up{job="apiserver",instance="10.0.0.1:443"}`;
const requests = (code: string) => `apiserver_request_total{job="apiserver",verb="GET",code="${code}"}`;
const duration = (le: string, verb = "GET") =>
  `apiserver_request_duration_seconds_bucket{job="apiserver",verb="${verb}",le="${le}"}`;
const reconciled = (what: string) =>
  `controller_runtime_reconcile${what}_total{job="karpenter",namespace="k",controller="node"}`;
const answers = (rcode: string) => `coredns_dns_responses_total{rcode="${rcode}"}`;
const queries = (le: string) => `coredns_dns_request_duration_seconds_bucket{le="${le}"}`;
const starts = (le: string) => `kubelet_pod_start_duration_seconds_bucket{node="a",le="${le}"}`;
const available = `kube_deployment_status_replicas_available{namespace="cert-manager",deployment="webhook"}`;
const wanted = `kube_deployment_spec_replicas{namespace="cert-manager",deployment="webhook"}`;
const target = (pod: string) => `up{namespace="production",job="api",pod="${pod}"}`;
const synced = `external_dns_controller_last_sync_timestamp_seconds`;
const expiry = `certmanager_certificate_expiration_timestamp_seconds{exported_namespace="gateways",name="public"}`;
const issued = `certmanager_certificate_ready_status{exported_namespace="gateways",name="public",condition="True"}`;
const matched = `falcosecurity_falco_rules_matches_total{rule_name="Terminal shell in container",source="syscall"}`;
const dropped = `falcosecurity_scap_n_drops_total{pod="falco-1"}`;
const day = 86400;

export const controlPlaneCases: CasesByAlert = {
  ApiServerDown: {
    fires: [
      [{ [apiserver]: steady(0) }, "6m"],
      [{ [apiserver]: "1x5 stale" }, "12m"],
    ],
    silent: [
      [{ [apiserver]: steady(1) }, "1h"],
      [{ [apiserver]: steady(0), [apiserver.replace("0.1", "0.2")]: steady(1) }, "1h"], // the other one answers
    ],
  },
  ApiServerErrors: {
    fires: [
      [{ [requests("200")]: perSecond(9), [requests("500")]: perSecond(1) }, "20m"],
      [{ [requests("200")]: perSecond(96), [requests("503")]: perSecond(4) }, "20m"],
    ],
    silent: [
      [{ [requests("200")]: perSecond(98), [requests("500")]: perSecond(2) }, "1h"],
      [{ [requests("200")]: perSecond(9), [requests("404")]: perSecond(9) }, "1h"], // the caller's fault
    ],
  },
  ApiServerSlow: {
    fires: [
      [{ [duration("1")]: perSecond(90), [duration("5")]: perSecond(100), [duration("+Inf")]: perSecond(100) }, "20m"],
      [{ [duration("1")]: perSecond(0), [duration("5")]: perSecond(1), [duration("+Inf")]: perSecond(1) }, "20m"],
    ],
    silent: [
      [{ [duration("1")]: perSecond(100), [duration("5")]: perSecond(100), [duration("+Inf")]: perSecond(100) }, "1h"],
      [
        {
          [duration("1", "WATCH")]: perSecond(0),
          [duration("5", "WATCH")]: perSecond(9),
          [duration("+Inf", "WATCH")]: perSecond(9),
        },
        "1h", // a watch is long on purpose
      ],
    ],
  },
  ControllerErrors: {
    fires: [
      [{ [reconciled("")]: perSecond(1), [reconciled("_errors")]: perSecond(0.5) }, "1h"],
      [{ [reconciled("")]: perSecond(0.1), [reconciled("_errors")]: perSecond(0.1) }, "1h"],
    ],
    silent: [
      [{ [reconciled("")]: perSecond(1), [reconciled("_errors")]: perSecond(0.2) }, "2h"],
      [{ [reconciled("")]: steady(9), [reconciled("_errors")]: steady(9) }, "2h"], // nothing is tried any more
    ],
  },
  DnsErrors: {
    fires: [
      [{ [answers("NOERROR")]: perSecond(98), [answers("SERVFAIL")]: perSecond(2) }, "20m"],
      [{ [answers("SERVFAIL")]: perSecond(1) }, "20m"],
    ],
    silent: [
      [{ [answers("NOERROR")]: perSecond(1000), [answers("SERVFAIL")]: perSecond(5) }, "1h"],
      [{ [answers("NOERROR")]: perSecond(1), [answers("NXDOMAIN")]: perSecond(9) }, "1h"], // search domains
    ],
  },
  DnsSlow: {
    fires: [
      [{ [queries("1")]: perSecond(9), [queries("4")]: perSecond(10), [queries("+Inf")]: perSecond(10) }, "20m"],
      [{ [queries("1")]: perSecond(0), [queries("4")]: perSecond(1), [queries("+Inf")]: perSecond(1) }, "20m"],
    ],
    silent: [
      [{ [queries("1")]: perSecond(10), [queries("4")]: perSecond(10), [queries("+Inf")]: perSecond(10) }, "1h"],
      [{ [queries("1")]: steady(1), [queries("4")]: steady(2), [queries("+Inf")]: steady(2) }, "1h"],
    ],
  },
  PodStartSlow: {
    fires: [
      [{ [starts("60")]: "0+9x240", [starts("120")]: "0+10x240", [starts("+Inf")]: "0+10x240" }, "1h"],
      [{ [starts("60")]: "0x240", [starts("120")]: "0+1x240", [starts("+Inf")]: "0+1x240" }, "1h"],
    ],
    silent: [
      [{ [starts("60")]: "0+96x240", [starts("120")]: "0+100x240", [starts("+Inf")]: "0+100x240" }, "2h"], // 4 % are late
      [{ [starts("60")]: steady(1), [starts("120")]: steady(2), [starts("+Inf")]: steady(2) }, "2h"], // none starts
    ],
  },
  ComponentDown: {
    fires: [
      [{ [available]: steady(0), [wanted]: steady(2) }, "6m"],
      [{ [available]: "2x5 0x60", [wanted]: steady(2) }, "12m"],
    ],
    silent: [
      [{ [available]: steady(1), [wanted]: steady(2) }, "1h"],
      [{ [available]: steady(0), [wanted]: steady(0) }, "1h"], // scaled to none on purpose
      [
        {
          [available.replace("cert-manager", "production")]: steady(0),
          [wanted.replace("cert-manager", "production")]: steady(2),
        },
        "1h", // DeploymentDegraded tells of applications
      ],
    ],
  },
  TargetDown: {
    fires: [
      [{ [target("1")]: steady(0) }, "16m"],
      [{ [target("1")]: steady(0), [target("2")]: steady(1), [target("3")]: steady(1) }, "16m"],
    ],
    silent: [
      [{ [target("1")]: steady(1), [target("2")]: steady(1) }, "1h"],
      [{ [target("1")]: "1x5 0x10 1x60" }, "20m"],
    ],
  },
  DnsRecordsStale: {
    fires: [
      [{ [synced]: steady(0) }, "40m"],
      [{ [synced]: "0+60x10 600x240" }, "50m"],
    ],
    silent: [
      [{ [synced]: perSecond(1) }, "2h"],
      [{ [synced]: steady(0) }, "20m"],
    ],
  },
};

export const securityCases: CasesByAlert = {
  CertificateExpiresSoon: {
    fires: [
      [{ [expiry]: steady(13 * day) }, "2h"],
      [{ [expiry]: steady(1 * day) }, "2h"],
    ],
    silent: [
      [{ [expiry]: steady(15 * day) }, "3h"],
      [{ [expiry]: `${13 * day}x30 ${90 * day}x240` }, "2h"], // renewed
    ],
  },
  CertificateExpiresNow: {
    fires: [
      [{ [expiry]: steady(2 * day) }, "6m"],
      [{ [expiry]: steady(60) }, "20m"], // over already
    ],
    silent: [
      [{ [expiry]: steady(4 * day) }, "1h"],
      [{ [expiry]: steady(90 * day) }, "1h"],
    ],
  },
  CertificateNotReady: {
    fires: [
      [{ [issued]: steady(0) }, "31m"],
      [{ [issued]: "1x5 0x60" }, "40m"],
    ],
    silent: [
      [{ [issued]: steady(1) }, "1h"],
      [{ [issued]: "0x10 1x60" }, "40m"],
    ],
  },
  RequestsRefused: {
    fires: [
      [{ [requests("200")]: perSecond(8), [requests("403")]: perSecond(2) }, "30m"],
      [{ [requests("200")]: perSecond(8), [requests("401")]: perSecond(1), [requests("403")]: perSecond(1) }, "30m"],
    ],
    silent: [
      [{ [requests("200")]: perSecond(99), [requests("403")]: perSecond(1) }, "1h"],
      [{ [requests("200")]: perSecond(9), [requests("404")]: perSecond(9) }, "1h"],
    ],
  },
  ThreatDetected: {
    fires: [
      [{ [matched]: "0x5 1x60" }, "8m"],
      [{ [matched]: "0+1x60" }, "20m"],
    ],
    silent: [
      [{ [matched]: steady(0) }, "1h"],
      [{ [matched]: steady(5) }, "1h"], // long ago
    ],
  },
  EventsDropped: {
    fires: [
      [{ [dropped]: perSecond(2) }, "20m"],
      [{ [dropped]: "0x10 0+600x240" }, "40m"],
    ],
    silent: [
      [{ [dropped]: perSecond(0.5) }, "1h"],
      [{ [dropped]: "0x5 100x240" }, "30m"],
    ],
  },
};
