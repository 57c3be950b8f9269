package dev.dcae.api.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Texts that mean, as the value of any parameter of a record of query parameters, that it
 * was left out: clients write them for what their language has no value for.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LeftOutAs {

	/**
	 * The texts.
	 */
	String[] value();

}
