import { DomainError } from '../../domain/errors.ts';
import type { StepUpOffer } from '../contract/second-factor.ts';

/** A refusal that a second factor lifts; `offer` says how it can be proven and goes out with the problem as its member `stepUp`. */
export class SecondFactorNeeded extends DomainError {
  readonly offer: StepUpOffer;
  constructor(code: 'step-up-required' | 'second-factor-required', detail: string, offer: StepUpOffer) {
    super(code, detail);
    this.name = 'SecondFactorNeeded';
    this.offer = offer;
  }
}

/** The refusal before a sensitive action: what to do depends on what the person has. */
export function stepUpRequired(offer: StepUpOffer): SecondFactorNeeded {
  const detail = offer.mustEnrol
    ? 'This action needs a second factor and you have none yet. Set one up under My account, then try again.'
    : 'This action needs your second factor. Prove it with POST /account/second-factor/proofs, then send the request again.';
  return new SecondFactorNeeded('step-up-required', detail, offer);
}
