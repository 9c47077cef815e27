// TLS beneath HTTP: how a listener does its handshakes, and what they tell of a caller. Which certificate is
// shown to whom is decided elsewhere and asked for with each handshake, so that a new one drops no connection.
import type { SecureContext, SecureContextOptions, TLSSocket } from 'node:tls';
import type { ServerOptions } from 'node:https';
import type { ClientCertificate } from '#main/call/incoming-call.ts';
import { alternativeNames, oneLine } from '#shared/certificate-text.ts';

/** What an HTTPS listener is given. */
export interface TlsEdge {
  /** The rules of the handshake, and the certificate for callers who name no host, or one that none is for. */
  readonly fallback: SecureContextOptions;
  /** What is shown to callers of a host name; null for the fallback. */
  contextFor(serverName: string): SecureContext | null;
  /** `ask`: a caller may show a certificate; `require`: without a trusted one there is no connection. */
  readonly clientCertificates: 'off' | 'ask' | 'require';
  /** A handshake came to nothing. */
  failed(): void;
}

/** What the handshake of a connection told. */
export interface SecureSide {
  /** The host that the caller named (RFC 6066, 3), in lower case. */
  readonly serverName: string | null;
  readonly clientCertificate: ClientCertificate | null;
}

export function secureOptions(tls: TlsEdge, handshakeTimeoutMs: number): ServerOptions {
  return {
    ...tls.fallback,
    SNICallback: (serverName, choose) => choose(null, tls.contextFor(serverName.toLowerCase()) ?? undefined),
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: handshakeTimeoutMs,
    requestCert: tls.clientCertificates !== 'off',
    rejectUnauthorized: tls.clientCertificates === 'require',
  };
}

/** Read at once: of a connection that is gone there is nothing to read any more. */
export const secureSide = (socket: TLSSocket): SecureSide => ({
  // Node gives `false` where the caller named none.
  serverName: socket.servername ? socket.servername.toLowerCase() : null,
  clientCertificate: readClientCertificate(socket),
});

function readClientCertificate(socket: TLSSocket): ClientCertificate | null {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  const { subject, issuer, fingerprint256, subjectAltName, validToDate } = certificate;
  return {
    subject: oneLine(subject),
    issuer: oneLine(issuer),
    fingerprint256,
    names: alternativeNames(subjectAltName),
    isTrusted: socket.authorized,
    endsAtMs: validToDate.getTime(),
  };
}
