import { createPrivateKey } from 'node:crypto';

// Made for these tests, for 127.0.0.1 until the year 2126, by `openssl req -x509 -newkey ec
// -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=nobody -addext subjectAltName=IP:127.0.0.1`.
// No client trusts it.
const KEY = [
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMXaS4cPrODRjwaHqHCV6mK7g+EsZBFU3HLvC6GSEQRGhRANCAATR',
  'fes9IqZXl1+zyoMdHS8YmLxnuUr0ZoVPU6Hc7NfoB5prQyvhf06jvkmYHpsNzA4qHlV+W6+T0ObjyBbdhifO',
].join('');
const CERTIFICATE = [
  'MIIBizCCATCgAwIBAgIUK4hmVrf8ofuARVR6YtwdkTxjiwQwCgYIKoZIzj0EAwIwETEPMA0GA1UEAwwGbm9ib2R5MCAXDTI2MTEy',
  'MTE5MjczNloYDzIxMjYxMDI4MTkyNzM2WjARMQ8wDQYDVQQDDAZub2JvZHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATRfes9',
  'IqZXl1+zyoMdHS8YmLxnuUr0ZoVPU6Hc7NfoB5prQyvhf06jvkmYHpsNzA4qHlV+W6+T0ObjyBbdhifOo2QwYjAdBgNVHQ4EFgQU',
  '/E8EkGmb/1R4sSxdp8ZbZxI0R4owHwYDVR0jBBgwFoAU/E8EkGmb/1R4sSxdp8ZbZxI0R4owDwYDVR0TAQH/BAUwAwEB/zAPBgNV',
  'HREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYCIQDIqmiVYPkftxQMB6Gc2uuNMKcGJInZQ0kDGTs3NhRO5QIhANI7/EIuPQuX',
  'aqgHu5dSHWDeSPvyhsQq7pKV9C3VfZYB',
].join('');

/** A self-signed certificate and its key, as PEM. */
export const selfSigned = {
  key: createPrivateKey({ key: Buffer.from(KEY, 'base64'), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString(),
  cert: `-----BEGIN CERTIFICATE-----\n${CERTIFICATE.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
};
