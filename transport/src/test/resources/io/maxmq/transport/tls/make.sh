#!/usr/bin/env bash
# Makes the certificates that tests of TLS use, valid for a hundred years. The keys protect nothing.
set -euo pipefail
cd "$(dirname "$0")"
days=36500

sign()  # name, subject, extensions
{
    openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days $days -out "$1.pem" \
        -extfile <(echo "$3") 2> /dev/null
    rm "$1.csr"
}

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca.key
openssl req -x509 -new -key ca.key -subj "/CN=MaxMQ test CA" -days $days -out ca.pem

openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out server.key
sign server "/CN=localhost" "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"
openssl rsa -in server.key -traditional -out server-pkcs1.key
openssl pkcs8 -topk8 -v2 aes-256-cbc -in server.key -passout pass:secret -out server-encrypted.key
openssl pkcs12 -export -in server.pem -inkey server.key -certfile ca.pem -passout pass:secret -out server.p12

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key
sign other "/CN=other.example" "subjectAltName=DNS:other.example"
openssl ec -in other.key -out other-sec1.key
openssl genpkey -algorithm ED25519 -out ed25519.key
sign ed25519 "/CN=ed25519.example" "subjectAltName=DNS:ed25519.example"

for client in client revoked; do
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $client.key
    sign $client "/O=Sensors/CN=$client" "extendedKeyUsage=clientAuth"
    openssl pkcs12 -export -in $client.pem -inkey $client.key -passout pass:secret -out $client.p12
done
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out stranger.key
openssl req -x509 -new -key stranger.key -subj "/CN=stranger" -days $days -out stranger.pem
openssl pkcs12 -export -in stranger.pem -inkey stranger.key -passout pass:secret -out stranger.p12

# Revocation lists: one without entries, one that names the certificate `revoked`.
touch index.txt
cat > ca.conf <<CONF
[ca]
default_ca = tests
[tests]
database = index.txt
default_md = sha256
default_crl_days = $days
CONF
openssl ca -config ca.conf -gencrl -keyfile ca.key -cert ca.pem -out none-revoked.crl
openssl ca -config ca.conf -revoke revoked.pem -keyfile ca.key -cert ca.pem 2> /dev/null
openssl ca -config ca.conf -gencrl -keyfile ca.key -cert ca.pem -out revoked.crl
rm -f index.txt* ca.conf ca.srl
