import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { DomainCertificateTransform } from "./transform";

export interface DomainCertificateArgs {
  /** Domain that the certificate is for, together with every name directly below it. */
  domain: string;
  /** Hosted zone that the proof is written into. */
  zoneId: string;
  transform?: DomainCertificateTransform;
}

/**
 * A certificate of ACM for a domain and its direct subdomains, proven by DNS and renewed by AWS. No cost.
 *
 * ACM asks for one record for a name and its wildcard together, the same for both, so one record is made and their
 * number never depends on what AWS answers: https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class DomainCertificate extends PlatformComponent<DomainCertificateTransform> {
  /** ARN, known once the certificate is issued. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: DomainCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "DomainCertificate", name, opts, args.transform);
    const certificate = this.createCertificate(args);
    const record = this.createProof(args, certificate);
    this.arn = this.createValidation(certificate, record).certificateArn;
    this.registerOutputs({ arn: this.arn });
  }

  private createCertificate({ domain }: DomainCertificateArgs): aws.acm.Certificate {
    return this.make("certificate", aws.acm.Certificate, this.componentName, {
      domainName: domain,
      subjectAlternativeNames: [`*.${domain}`],
      validationMethod: "DNS",
    });
  }

  private createProof({ zoneId }: DomainCertificateArgs, certificate: aws.acm.Certificate): aws.route53.Record {
    const proof = certificate.domainValidationOptions.apply((options) => options[0]);
    const record = {
      zoneId,
      name: proof.apply((option) => option?.resourceRecordName ?? ""),
      type: "CNAME",
      records: [proof.apply((option) => option?.resourceRecordValue ?? "")],
      ttl: 300,
      // Another stack of the same domain writes the same record with the same value.
      allowOverwrite: true,
    };
    // One record for all stacks of the domain: taking it away would end the renewal of the others' certificates.
    return this.make("certificateProof", aws.route53.Record, this.child("proof"), record, { retainOnDelete: true });
  }

  private createValidation(certificate: aws.acm.Certificate, record: aws.route53.Record) {
    return this.make("certificateValidation", aws.acm.CertificateValidation, this.componentName, {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    });
  }
}
