/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import dev.dcae.serving.Caller;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * The keys of all callers. How long a key takes to be refused tells nothing about them:
 * its hash is compared with every hash, to the end.
 */
public final class ApiKeys implements AuthenticationManager {

	private final List<ApiKey> keys;

	/**
	 * The keys of a service; if there is none it is open to everybody.
	 * @throws IllegalArgumentException if two have the same name or the same hash
	 */
	public ApiKeys(List<ApiKey> keys) {
		Set<String> names = new HashSet<>();
		Set<String> hashes = new HashSet<>();
		for (ApiKey key : keys) {
			if (!names.add(key.caller().name())) {
				throw new IllegalArgumentException("Two keys have the name '%s'".formatted(key.caller().name()));
			}
			if (!hashes.add(HexFormat.of().formatHex(key.sha256()))) {
				throw new IllegalArgumentException(
						"The key '%s' is that of another name, too".formatted(key.caller().name()));
			}
		}
		this.keys = List.copyOf(keys);
	}

	public boolean isEmpty() {
		return this.keys.isEmpty();
	}

	/**
	 * Finds the caller whose key is in the credentials.
	 * @return with the caller as its principal, and without the key
	 */
	@Override
	public Authentication authenticate(Authentication shown) {
		byte[] sha256 = sha256(String.valueOf(shown.getCredentials()));
		Caller caller = null;
		for (ApiKey key : this.keys) {
			caller = MessageDigest.isEqual(sha256, key.sha256()) ? key.caller() : caller;
		}
		return UsernamePasswordAuthenticationToken.authenticated(found(caller), null, List.of());
	}

	private static Caller found(@Nullable Caller caller) {
		if (caller == null) {
			throw new BadCredentialsException("The API key is not one of this service's");
		}
		return caller;
	}

	static byte[] sha256(String key) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
