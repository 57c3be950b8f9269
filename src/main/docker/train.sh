#!/bin/bash
# Starts the service once while the image is built, has it do each kind of work, and ends it as Docker would: the JVM
# then writes down, in dcae.aot, the classes that were loaded, linked, so that later starts need not do it again.
set -eu
cd "$(dirname "$0")"
port=${SERVER_PORT:-8080}
management=${MANAGEMENT_SERVER_PORT:-8081}

java @"$PWD/jvm.options" -XX:AOTCacheOutput=dcae.aot -jar "$PWD/dcae.jar" >train.log 2>&1 &
service=$!

# Sends a request: port, method and path, type of the body, which is the standard input. Prints the answer's body.
request() {
	local body
	body=$(mktemp)
	cat >"$body"
	exec 3<>"/dev/tcp/127.0.0.1/$1" || return
	{
		printf '%s HTTP/1.0\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n' "$2" "$3" "$(stat -c %s "$body")"
		cat "$body"
	} >&3
	LC_ALL=C sed '1,/^\r$/d' <&3
	rm "$body"
	exec 3<&-
}

trained() {
	local _
	for _ in {1..600}; do
		kill -0 $service 2>/dev/null || return
		if request $management 'GET /actuator/health/readiness' text/plain </dev/null 2>/dev/null | grep -q '"UP"'; then
			head -c 49152 /dev/zero | request $port 'POST /v1/reconstruct?shape=128,128,3' application/octet-stream >picture.png
			request $port 'POST /v1/encode' image/png <picture.png >latent.json
			request $port 'POST /v1/decode' application/json <latent.json >picture.png
			request $management 'GET /actuator/prometheus' text/plain </dev/null >metrics.txt
			kill $service
			wait $service || [ $? = 143 ]
			return
		fi
		sleep 0.5
	done
	kill -9 $service
	return 1
}

# Without a cache the image is as good as with it, only slower at the start.
if trained && [ -s dcae.aot ]; then
	ls -l dcae.aot
else
	rm -f dcae.aot
	echo 'No AOT cache, since the service did not run here:'
	tail -n 20 train.log
fi
rm -rf train.log picture.png latent.json metrics.txt "${DCAE_CACHEDIR:?}"/*
