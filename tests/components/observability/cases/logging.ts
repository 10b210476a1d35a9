import { type CasesByAlert, perSecond, steady } from "../support/promtool";

const fluentBit = `fluentbit_output_dropped_records_total{namespace="logging-host",pod="fluent-bit-a",name="cloudwatch"}`;
const alloy = `loki_write_dropped_entries_total{namespace="logging-host",pod="alloy-a",reason="ingester_error"}`;
const refused = `loki_discarded_samples_total{tenant="fake",reason="rate_limited",pod="loki-0"}`;
const spans = `otelcol_exporter_send_failed_spans_total{namespace="tracing",pod="otel-gateway-a",exporter="otlp"}`;
const answers = (code: string) => `loki_request_duration_seconds_count{route="loki_api_v1_push",status_code="${code}"}`;

export const loggingCases: CasesByAlert = {
  LogLinesLost: {
    fires: [
      [{ [fluentBit]: perSecond(1), [alloy]: steady(0) }, "20m"],
      [{ [fluentBit]: steady(5), [alloy]: "0x10 5x60" }, "20m"],
    ],
    silent: [
      [{ [fluentBit]: steady(7), [alloy]: steady(7) }, "1h"],
      // Once, and long ago.
      [{ [fluentBit]: "0x5 5x240", [alloy]: steady(0) }, "1h"],
    ],
  },
  LogsRefused: {
    fires: [
      [{ [refused]: perSecond(1) }, "30m"],
      [{ [refused]: "0x10 0+60x60" }, "40m"],
    ],
    silent: [
      [{ [refused]: steady(0) }, "1h"],
      // A burst that is over.
      [{ [refused]: "0x10 60x240" }, "20m"],
    ],
  },
  LogStoreFailing: {
    fires: [
      [{ [answers("204")]: perSecond(9), [answers("500")]: perSecond(1) }, "20m"],
      [{ [answers("503")]: perSecond(1) }, "20m"],
    ],
    silent: [
      [{ [answers("204")]: perSecond(99), [answers("500")]: perSecond(1) }, "30m"],
      [{ [answers("204")]: steady(10), [answers("500")]: steady(10) }, "30m"],
    ],
  },
  SpansLost: {
    fires: [
      [{ [spans]: perSecond(1) }, "20m"],
      [{ [spans]: "0x10 0+60x60" }, "40m"],
    ],
    silent: [
      [{ [spans]: steady(9) }, "1h"],
      // A restart of the store.
      [{ [spans]: "0x10 50x240" }, "18m"],
    ],
  },
};

const mounts = `total_node_publish_error_total{provider="aws",error_type="ProviderError",pod="secrets-store-a"}`;
const audit = (what: string) => `vault_audit_log_${what}_failure{pod="vault-0"}`;

/** Cases of the alerts about what hands out secrets. */
export const secretCases: CasesByAlert = {
  SecretsNotMounted: {
    fires: [
      [{ [mounts]: perSecond(0.1) }, "30m"],
      [{ [mounts]: "0x5 0+1x60" }, "40m"],
    ],
    silent: [
      [{ [mounts]: steady(4) }, "1h"],
      // One that went well at the second try.
      [{ [mounts]: "0x10 1x240" }, "20m"],
    ],
  },
  AuditLogFailing: {
    fires: [
      [{ [audit("request")]: "0x10 1x60", [audit("response")]: steady(0) }, "12m"],
      [{ [audit("request")]: steady(0), [audit("response")]: perSecond(1) }, "12m"],
    ],
    silent: [
      [{ [audit("request")]: steady(0), [audit("response")]: steady(0) }, "1h"],
      [{ [audit("request")]: steady(3), [audit("response")]: steady(3) }, "1h"],
    ],
  },
};
