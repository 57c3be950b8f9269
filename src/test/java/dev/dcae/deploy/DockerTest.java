package dev.dcae.deploy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the image as {@code docker build} makes it, from the jar that is in
 * {@code target}. Where there is no Docker it is skipped, and on a machine of CI it
 * fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Tag("slow")
@Tag("docker")
@ExtendWith(DockerCondition.class)
@interface DockerTest {

}
