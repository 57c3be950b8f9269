package dev.dcae.api.openapi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.dcae.api.problem.ProblemType;

/**
 * The problems that an operation may answer, besides those of every operation. An
 * annotation that has it gives it to whatever has that annotation.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface AnswersProblems {

	/**
	 * The problems that this operation may answer.
	 */
	ProblemType[] value() default {};

}
