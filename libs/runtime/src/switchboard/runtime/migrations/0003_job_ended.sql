-- Finds the jobs that ended so long ago that they are forgotten.

CREATE INDEX job_ended ON job (finished_at) WHERE finished_at IS NOT NULL;
