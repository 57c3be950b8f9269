package dev.dcae.api.http;

import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.apache.catalina.util.NetMaskSet;

/**
 * The addresses, as literals, of the proxies whose word is taken for what their clients
 * are.
 */
@FunctionalInterface
public interface TrustedProxies extends Predicate<String> {

	/**
	 * The proxies that {@code server.tomcat.remoteip.internal-proxies} names, read as the
	 * container reads it: networks with commas between them, or a regular expression;
	 * none if it is empty.
	 * @throws IllegalArgumentException if it is neither
	 */
	static TrustedProxies of(String setting) {
		if (setting.isEmpty()) {
			return (_) -> false;
		}
		if (setting.indexOf('/') <= 0) {
			return Pattern.compile(setting).asMatchPredicate()::test;
		}
		NetMaskSet networks = NetMaskSet.parse(setting);
		return (address) -> networks.contains(InetAddress.ofLiteral(address));
	}

}
